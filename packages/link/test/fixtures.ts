import type { Channel, ChannelClose, ChannelHandlers, EncodedPayload, Invocation, Invoker, MemberIdentity, Outcome, Payload } from '@jitar/protocol';
import { createHash } from 'node:crypto';

import { createLink, createMemoryChannels } from '../src/index.js';
import type { Clock, Link, LinkOptions } from '../src/index.js';

export const nodeIdentity: MemberIdentity = { id: 'node-1', kind: 'node' };
export const gatewayIdentity: MemberIdentity = { id: 'gateway-1', kind: 'gateway', url: 'http://127.0.0.1:3000' };

export const silentInvoker: Invoker = { invoke: () => new Promise(() => undefined) };

/** Answers with the arguments that it got. */
export const echoInvoker: Invoker = { invoke: async ({ args }) => ({ result: args, headers: {} }) };

export function createInvocation(overrides: Partial<Invocation> = {}): Invocation
{
    return {
        fqn: 'sales/getMonthData',
        version: '0.0.0',
        match: 'exact',
        args: { form: 'tagged', text: '{"year":1996}' },
        headers: {},
        caller: { kind: 'member', id: 'node-1', segment: 'reporting' },
        ...overrides
    };
}

/** Bytes of which none stands where it should not. */
export function createBytes(length: number, seed: number = 0): Uint8Array
{
    return new Uint8Array(length).map((_, index) => (index * 31 + seed) % 251);
}

/** The text of a value that consists of parts alone. */
export function createParts(...lengths: number[]): EncodedPayload
{
    const items = lengths.map((_, index) => `"$Uint8Array:#${String(index)}"`);

    return { form: 'tagged', text: `{"$tagged":1,"value":[${items.join()}]}`, parts: lengths.map(createBytes) };
}

/** A value in few words, for large ones take long to compare. */
export function summarize(payload: Payload): unknown
{
    const { text, parts = [] } = payload as EncodedPayload;

    return [payload.form, text, parts.map(part => createHash('sha256').update(part).digest('hex'))];
}

export function createOutcome(text: string): Outcome
{
    return { result: { form: 'tagged', text }, headers: {} };
}

/** A clock that stands still until it is told to go on. */
export function createTestClock(): Clock & { advance(milliseconds: number): void }
{
    let time = 1000;
    let timers: { readonly at: number; readonly action: () => void }[] = [];

    return {
        now: () => time,
        soon: action => void setImmediate(action),
        after: (milliseconds, action) =>
        {
            const timer = { at: time + milliseconds, action };

            timers.push(timer);

            return () =>
            {
                timers = timers.filter(candidate => candidate !== timer);
            };
        },
        advance: milliseconds =>
        {
            const end = time + milliseconds;

            for (;;)
            {
                const next = timers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];

                if (next === undefined)
                {
                    break;
                }

                timers = timers.filter(candidate => candidate !== next);
                time = next.at;
                next.action();
            }

            time = end;
        }
    };
}

/** Lets everything that was sent arrive. */
export async function settle(): Promise<void>
{
    for (let turn = 0; turn < 4; turn++)
    {
        await new Promise(resolve => setImmediate(resolve));
    }
}

export type Sides = Partial<{ readonly dialer: Partial<LinkOptions>; readonly listener: Partial<LinkOptions>; readonly channels: readonly [Channel, Channel] }>;

/** Both ends of a link: the dialer is a node, the listener a gateway. */
export function createLinks({ dialer = {}, listener = {}, channels = createMemoryChannels() }: Sides = {}): Promise<[dialer: Link, listener: Link]>
{
    const common = { invoker: silentInvoker, heartbeat: false } as const;

    return Promise.all([
        createLink({ ...common, channel: channels[0], role: 'dialer', identity: nodeIdentity, ...dialer }),
        createLink({ ...common, channel: channels[1], role: 'listener', identity: gatewayIdentity, ...listener })
    ]);
}

/** A channel whose other end is the test. */
export class ScriptedChannel implements Channel
{
    readonly remote = 'scripted';
    readonly loopback: boolean = true;
    readonly buffered = 0;
    readonly sent: unknown[][] = [];
    /** Binary frames, as they were sent. */
    readonly chunks: Uint8Array[] = [];
    closedWith: ChannelClose | undefined;

    #handlers: ChannelHandlers | undefined;

    open(handlers: ChannelHandlers): void
    {
        this.#handlers = handlers;
    }

    send(data: string | Uint8Array): void
    {
        if (typeof data === 'string')
        {
            this.sent.push(...JSON.parse(data) as unknown[][]);
        }
        else
        {
            this.chunks.push(data);
        }
    }

    close(code: number = 1000, reason: string = ''): void
    {
        if (this.closedWith === undefined)
        {
            this.closedWith = { code, reason };
            queueMicrotask(() => this.#handlers?.close({ code, reason }));
        }
    }

    /** The connection breaks. */
    break(): void
    {
        this.closedWith = { code: 1006, reason: '' };
        this.#handlers?.close(this.closedWith);
    }

    receive(...messages: unknown[]): void
    {
        this.#handlers?.message(JSON.stringify(messages));
    }

    /** A binary frame of a transfer. */
    receiveChunk(number: number, bytes: Uint8Array): void
    {
        const frame = new Uint8Array(4 + bytes.length);

        new DataView(frame.buffer).setUint32(0, number);
        frame.set(bytes, 4);
        this.receiveRaw(frame);
    }

    receiveRaw(data: string | Uint8Array): void
    {
        this.#handlers?.message(data);
    }

    of(type: string): unknown[][]
    {
        return this.sent.filter(message => message[0] === type);
    }
}

export const scriptedHello: readonly unknown[] = ['hello', { versions: [1], identity: { id: 'scripted-1', kind: 'node' }, nonce: '0'.repeat(32), keyed: false }];

/** A link whose peer is the test, past its handshake. */
export async function createScriptedLink(options: Partial<LinkOptions> = {}): Promise<{ link: Link; channel: ScriptedChannel }>
{
    const channel = new ScriptedChannel();
    const opening = createLink({ channel, role: 'listener', identity: gatewayIdentity, invoker: silentInvoker, heartbeat: false, ...options });

    channel.receive(scriptedHello);
    channel.receive(['proof', null]);
    await settle();
    channel.receive(['ready']);

    return { link: await opening, channel };
}
