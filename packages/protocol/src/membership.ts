import type { Access } from './segment.js';

/** The part that a process plays in a cluster. */
export type MemberKind = 'node' | 'gateway' | 'repository' | 'proxy';

/** What a router needs to know of a procedure. */
export interface ProcedureDescription
{
    readonly fqn: string;
    readonly version: string;
    readonly access: Access;
    readonly timeout?: number;
    readonly idempotent?: boolean;
}

/** Who is at the other end of a link. */
export interface MemberIdentity
{
    /** Unique in the cluster, for the life of the process. */
    readonly id: string;
    readonly kind: MemberKind;
    /** Where it can be reached, if it can. */
    readonly url?: string;
}

/** What a node registers with: `register`. */
export interface Registration
{
    readonly segments: readonly string[];
    readonly procedures: readonly ProcedureDescription[];
    readonly calls: readonly { readonly fqn: string; readonly version: string }[];
    readonly healthy: boolean;
}

/** A node that serves what another one calls. */
export interface Peer
{
    readonly id: string;
    /** Where it takes links. */
    readonly url: string;
    readonly healthy: boolean;
    /** What of it the other node calls. */
    readonly procedures: readonly ProcedureDescription[];
}

/** What a gateway tells a node of its peers: `peers`. */
export interface PeersChange
{
    /** Whether these are all that there are; otherwise only what changed. */
    readonly full: boolean;
    /** The peers that are new, or not as they were. */
    readonly peers: readonly Peer[];
    /** The ids of the peers that are none any more. */
    readonly gone: readonly string[];
}

/** What members ask of each other beside calls: the request and the answer of each kind. */
export interface ControlMessages
{
    /** A node says what it serves; from the answer on it may be called. A second one replaces the first. */
    register: { readonly request: Registration; readonly answer: { readonly accepted: true } };
    /** A node reports the outcome of its health checks. */
    report: { readonly request: { readonly healthy: boolean }; readonly answer: null };
    /** A node takes its leave; after the answer no new call comes. */
    leave: { readonly request: null; readonly answer: null };
    /** A gateway tells a node who serves what it calls, first all of them, then what changes. */
    peers: { readonly request: PeersChange; readonly answer: null };
}

/** A kind of control message. */
export type ControlKind = keyof ControlMessages;

/** The kinds of control message, for checks. */
export const controlKinds: readonly ControlKind[] = ['register', 'report', 'leave', 'peers'];

/** The cluster, as a node sees it. */
export interface Membership
{
    /** Says what this node serves, to every gateway, now and after each reconnection. */
    register(registration: Registration): Promise<void>;
    report(healthy: boolean): Promise<void>;
    /** Leaves routing everywhere; resolves when no new call can come. */
    leave(): Promise<void>;
}
