import { limits as protocolLimits } from '@jitar/protocol';
import type { Channel, ChannelClose, ControlKind, ControlMessages, Invocation, Invoker, LinkStatus, MemberIdentity, Outcome } from '@jitar/protocol';

import type { Clock } from './clock.js';
import type { LinkRole } from './handshake.js';
import type { HeartbeatOptions } from './heartbeat.js';

/** The codes with which a link closes its channel. */
export const closeCodes = {
    regular: 1000,
    violation: 4400,
    refused: 4401,
    silent: 4408
} as const;

/** What answers the control messages of a peer. A kind without a handler is answered with an error. */
export type ControlHandlers = { readonly [Kind in ControlKind]?: (request: ControlMessages[Kind]['request'], link: Link) => ControlMessages[Kind]['answer'] | Promise<ControlMessages[Kind]['answer']> };

/** The `remaining` of a call that never must have ended; from half of it on, a receiver takes it for that. */
export const endless: number = 2 ** 52;

/** The limits of a link. */
export interface LinkLimits
{
    /** Bytes of a frame; default 64 MB. A peer that sends more is cut off. */
    readonly message: number;
    /** Bytes beside the texts of all messages that are not complete, in each direction; default 64 MB. A peer that announces more is cut off. */
    readonly parts: number;
    /** Calls in flight, in each direction; default 4096. What exceeds it fails with `OVERLOADED`, and did not start. */
    readonly inFlight: number;
    /** Milliseconds until the handshake must be over; default 5000. */
    readonly handshake: number;
    /** Milliseconds that a control message waits for its reply; default 15000. */
    readonly control: number;
}

/** What a link is made of. */
export interface LinkOptions
{
    readonly channel: Channel;
    readonly role: LinkRole;
    /** Who this side is. */
    readonly identity: MemberIdentity;
    /** The secret of the cluster. Without it, a link is only made within one machine. */
    readonly trustKey?: string | undefined;
    /** Runs what the peer calls. */
    readonly invoker: Invoker;
    readonly control?: ControlHandlers;
    /** The peer fell silent, or is back. */
    readonly onResponsive?: (responsive: boolean) => void;
    readonly limits?: Partial<LinkLimits>;
    /** `false`: none. */
    readonly heartbeat?: Partial<HeartbeatOptions> | false;
    readonly clock?: Clock;
}

/** A connection between two members on which both may call. */
export interface Link extends Invoker
{
    readonly peer: MemberIdentity;
    /** The calls and questions of this side that wait for an answer. */
    readonly inFlight: number;
    /** The calls of the peer that run here. */
    readonly serving: number;
    /** Whether the peer gave a sign of life lately; while it does not, new calls are refused unstarted. */
    readonly responsive: boolean;
    /** How it is doing. */
    status(): LinkStatus;
    /**
     * Runs a call at the peer. Rejects with a `RemoteFailure`: of the procedure; or of the link, with the code
     * `LINK_LOST` for a call that was not sent, and `OUTCOME_UNKNOWN` for one that may have run.
     */
    invoke(invocation: Invocation): Promise<Outcome>;
    /** Asks the peer for something else than a call. */
    ask<Kind extends ControlKind>(kind: Kind, body: ControlMessages[Kind]['request']): Promise<ControlMessages[Kind]['answer']>;
    /** Sends what waits, then closes; what is in flight fails. */
    close(reason?: string): void;
    /**
     * Closes when the calls of the peer that run here have been answered.
     *
     * @param grace - Milliseconds after which it closes anyway; default 1000.
     */
    drain(reason?: string, grace?: number): Promise<ChannelClose>;
    /** Resolves once, when the link is gone, for whatever reason. */
    readonly closed: Promise<ChannelClose>;
}

/** What holds where nothing else is given. */
export const limitDefaults: LinkLimits = { message: protocolLimits.linkMessage, parts: protocolLimits.linkMessage, inFlight: 4096, handshake: 5000, control: protocolLimits.timeout };
