import { createError } from '@jitar/errors';
import type { ChannelClose, MemberIdentity } from '@jitar/protocol';

import { createCalling } from './calling.js';
import type { Calling } from './calling.js';
import { violation } from './checks.js';
import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { checkRequest } from './control.js';
import { lost } from './failures.js';
import { createHandshake } from './handshake.js';
import { heartbeatDefaults, startHeartbeat } from './heartbeat.js';
import type { Heartbeat } from './heartbeat.js';
import { closeCodes, limitDefaults } from './link-options.js';
import type { ControlHandlers, Link, LinkLimits, LinkOptions } from './link-options.js';
import { readFrame, readMessage } from './message.js';
import type { Message } from './message.js';
import { createOutbox } from './outbox.js';
import { createProducing } from './producing.js';
import type { Producing } from './producing.js';
import { createReading } from './reading.js';
import type { Reading } from './reading.js';
import { createReceiving } from './receiving.js';
import { createSending } from './sending.js';
import { createServing } from './serving.js';
import type { Serving } from './serving.js';
import { createStandstill } from './standstill.js';
import { write } from './writing.js';

// Before a peer has proved itself it gets to say little.
const greetingLimit = 16_384;
const fullFrame = 262_144;

/**
 * Makes a link over a channel: resolves when both sides have proved themselves.
 *
 * @throws `LINK_REFUSED` when the sides do not trust each other, `PROTOCOL_VIOLATION` when the peer speaks another
 * language, `LINK_LOST` when the channel closes or the handshake takes too long. The channel is closed then.
 *
 * @example
 * ```ts
 * const link = await createLink({ channel, role: 'dialer', identity, trustKey, invoker });
 * const outcome = await link.invoke(invocation);
 * ```
 */
export function createLink(options: LinkOptions): Promise<Link>
{
    const { promise, resolve, reject } = withResolvers<Link>();

    new OpeningLink(options, resolve, reject).start();

    return promise;
}

class OpeningLink
{
    readonly #options: LinkOptions;
    readonly #limits: LinkLimits;
    readonly #clock: Clock;
    readonly #opened: (link: Link) => void;
    readonly #failed: (error: Error) => void;
    readonly #closed = withResolvers<ChannelClose>();
    readonly #cancelTimeout: () => void;

    #handler: (message: Message) => void = () => undefined;
    #chunkHandler: (frame: Uint8Array) => void = () => { throw violation('a frame of the handshake is binary'); };
    #noted: () => void = () => undefined;
    #receiveLimit = greetingLimit;
    #open: { readonly calling: Calling; readonly serving: Serving; readonly producing: Producing; readonly reading: Reading; readonly heartbeat: Heartbeat | undefined } | undefined;
    #over = false;

    constructor(options: LinkOptions, opened: (link: Link) => void, failed: (error: Error) => void)
    {
        this.#options = options;
        this.#limits = { ...limitDefaults, ...options.limits };
        this.#clock = options.clock ?? systemClock;
        this.#opened = opened;
        this.#failed = failed;
        this.#cancelTimeout = this.#clock.after(this.#limits.handshake, () => this.#end(closeCodes.silent, 'the handshake took too long'));
    }

    start(): void
    {
        const { channel, role, identity, trustKey } = this.#options;
        const handshake = createHandshake({
            role, identity, trustKey,
            loopback: channel.loopback,
            remote: channel.remote,
            send: message => channel.send(`[${JSON.stringify(message)}]`),
            opened: peer => this.#establish(peer),
            failed: error =>
            {
                this.#failed(error);
                this.#end(closeCodes.refused, 'refused');
            }
        });

        this.#handler = message => handshake.receive(message);

        channel.limit?.(greetingLimit);
        channel.open({
            message: data => this.#receive(data),
            close: close => this.#finish(close)
        });

        handshake.start();
    }

    #receive(data: string | Uint8Array): void
    {
        if (this.#over)
        {
            return;
        }

        this.#open?.heartbeat?.heard();
        this.#noted();

        try
        {
            if (typeof data !== 'string')
            {
                this.#chunkHandler(data);
                return;
            }

            if (exceeds(data, this.#receiveLimit))
            {
                throw violation('a frame is too large');
            }

            for (const message of readFrame(data))
            {
                this.#handler(readMessage(message));
            }
        }
        catch (error)
        {
            const problem = error instanceof Error ? error : violation('a frame could not be read');

            this.#failed(problem);
            this.#end(closeCodes.violation, problem.message);
        }
    }

    #establish(peer: MemberIdentity): void
    {
        const { channel, role, identity, invoker, control = {}, heartbeat, onResponsive } = this.#options;
        const { message: maxMessage, parts: maxParts, inFlight: maxInFlight, control: controlTimeout } = this.#limits;
        const clock = this.#clock;

        this.#cancelTimeout();

        if (this.#over)
        {
            return;
        }

        let responsive = true;

        const outbox = createOutbox({ clock, full: Math.min(fullFrame, maxMessage / 3), send: frame => channel.send(frame) });
        // Two of the bytes of a frame are its brackets.
        const tooLarge = (text: string) => exceeds(text, maxMessage - 2);
        const sending = createSending({ outbox, clock, limit: maxParts, send: frame => channel.send(frame) });
        const producing = createProducing({ sending, tooLarge, maxMessage, idle: () => serving.rest() });
        const reading = createReading({ peer: peer.id, outbox, sending, producing, clock, tooLarge, maxMessage });
        const calling = createCalling({ self: identity.id, peer: peer.id, outbox, sending, producing, reading, clock, maxInFlight, tooLarge, maxMessage, controlTimeout });
        const serving = createServing({ peer, invoker, sending, producing, reading, clock, maxInFlight, tooLarge, maxMessage });
        const isOver = () => this.#over;
        const end = (reason: string) =>
        {
            outbox.flush();
            this.#end(closeCodes.regular, reason);
        };

        const link: Link = {
            peer,
            get inFlight() { return calling.inFlight; },
            get serving() { return serving.inFlight; },
            get responsive() { return responsive && !isOver(); },
            status: () => ({
                peer, role,
                responsive: responsive && !isOver(),
                inFlight: calling.inFlight,
                serving: serving.inFlight,
                streams: producing.open + reading.open,
                buffered: channel.buffered,
                ...channel.traffic?.()
            }),
            invoke: invocation => isOver() || !responsive ? Promise.reject(lost(peer.id, false)) : calling.invoke(invocation),
            ask: (kind, body) => isOver() ? Promise.reject(lost(peer.id, false)) : calling.ask(kind, body),
            close: (reason = '') => end(reason),
            drain: async (reason = '', grace = 1000) =>
            {
                await new Promise<void>(resolve =>
                {
                    const cancel = clock.after(grace, resolve);

                    void serving.idle().then(() =>
                    {
                        cancel();
                        resolve();
                    });
                });

                end(reason);

                return this.#closed.promise;
            },
            closed: this.#closed.promise
        };

        const rhythm = heartbeat === false ? undefined : { ...heartbeatDefaults, ...heartbeat };
        const standstill = rhythm === undefined ? undefined : createStandstill(clock, rhythm.interval);
        const beat = rhythm === undefined ? undefined : startHeartbeat(rhythm, clock, {
            ping: () =>
            {
                standstill?.note();
                outbox.post(write(['ping']));
            },
            gone: () => this.#end(closeCodes.silent, 'the peer is silent'),
            changed: state =>
            {
                responsive = state;
                onResponsive?.(state);
            }
        });

        this.#receiveLimit = maxMessage;
        channel.limit?.(maxMessage);
        this.#open = { calling, serving, producing, reading, heartbeat: beat };
        const receiving = createReceiving({ clock, limit: maxParts, deliver: message => handle(message), deliverBytes: reading.takeBytes, credit: bytes => outbox.post(write(['credit', bytes])) });
        const handle = (message: Message): void =>
        {
            switch (message[0])
            {
                case 'call': serving.call(message[1], message[2], standstill?.waited()); break;
                case 'cancel': serving.cancel(message[1]); break;
                case 'answer':
                case 'reply':
                case 'error': calling.settle(message); break;
                case 'ask': this.#reply(message, { serving, control, link }); break;
                case 'credit': sending.credit(message[1]); break;
                case 'drop': receiving.drop(message[1]); break;
                case 'pull': producing.pull(message[1], message[2]); break;
                case 'send': producing.request(message[1], message[3] === null ? { how: message[2] } : { how: message[2], value: reading.take(message[3], '') }); break;
                case 'stop': producing.stop(message[1]); break;
                case 'item':
                case 'end':
                case 'fail': reading.settle(message); break;
                case 'ping': outbox.post(write(['pong'])); break;
                case 'pong': break;
                case 'hello':
                case 'proof':
                case 'ready':
                case 'refuse': throw violation('the handshake is over');
            }
        };

        this.#noted = () => standstill?.note();
        this.#handler = message => receiving.take(message);
        this.#chunkHandler = frame => receiving.takeChunk(frame);
        this.#opened(link);
    }

    #reply([, number, kind, body]: Extract<Message, readonly ['ask', ...unknown[]]>, { serving, control, link }: { serving: Serving; control: ControlHandlers; link: Link }): void
    {
        const request = checkRequest(kind, body);
        // The kind chose both the check and the handler, which TypeScript cannot follow.
        const handle = control[kind] as ((request: unknown, link: Link) => unknown) | undefined;

        serving.reply(number, kind, () =>
        {
            if (handle === undefined)
            {
                throw createError('INVALID_REQUEST', { reason: `this member does not answer "${kind}"` });
            }

            return handle(request, link);
        });
    }

    #end(code: number, reason: string): void
    {
        this.#stop();
        this.#options.channel.close(code, shorten(reason));

        // A silent or hostile peer does not decide when the link is over.
        if (code !== closeCodes.regular)
        {
            this.#closed.resolve({ code, reason });
        }
    }

    #finish(close: ChannelClose): void
    {
        this.#stop();
        this.#closed.resolve(close);
    }

    #stop(): void
    {
        if (this.#over)
        {
            return;
        }

        this.#over = true;
        this.#cancelTimeout();
        this.#failed(createError('LINK_LOST', { peer: this.#options.channel.remote }));
        this.#open?.heartbeat?.stop();
        this.#open?.calling.fail();
        this.#open?.serving.abandon();
        this.#open?.reading.fail();
        this.#open?.producing.abandon();
    }
}

function exceeds(text: string, bytes: number): boolean
{
    // A UTF-16 unit is one to three bytes, so that most texts need not be measured.
    return text.length > bytes || (text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes);
}

/** A close reason has at most 123 bytes (RFC 6455, 5.5). */
function shorten(reason: string): string
{
    return reason.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}

function withResolvers<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void; readonly reject: (error: Error) => void }
{
    let resolve: (value: Value) => void = () => undefined;
    let reject: (error: Error) => void = () => undefined;

    const promise = new Promise<Value>((keep, fail) =>
    {
        resolve = keep;
        reject = fail;
    });

    return { promise, resolve, reject };
}
