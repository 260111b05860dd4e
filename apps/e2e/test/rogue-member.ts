import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

import { trustKey } from './cluster.js';

/** A message of a link: its type, and what belongs to it. */
export type Message = readonly [type: string, ...rest: unknown[]];

/** How a rogue introduces itself. */
export interface RogueOptions
{
    readonly id?: string;
    readonly kind?: string;
    readonly url?: string;
    readonly versions?: readonly number[];
    readonly keyed?: boolean;
    /** What it proves; default: what the right trust key proves. */
    readonly key?: string;
    /** Of the upgrade. */
    readonly headers?: Readonly<Record<string, string>>;
}

/** A member that follows the specification of links as far as it likes, and nothing of which is Jitar's. */
export interface Rogue extends AsyncDisposable
{
    readonly hello: unknown;
    /** What came, in order. */
    readonly received: readonly Message[];
    send(...messages: readonly unknown[]): void;
    sendRaw(data: string | Uint8Array): void;
    /** The first message of a type, that has come or is to come; `undefined`: the other side has closed. */
    next(type: string, matches?: (message: Message) => boolean): Promise<Message | undefined>;
    /** Asks, and waits for the reply: `reply` or `error`, and its body. */
    ask(kind: string, body: unknown): Promise<readonly unknown[]>;
    /** The code with which the other side closes. */
    readonly closed: Promise<number>;
}

/** Opens a connection, and says nothing on it. */
export async function connectRogue(url: string, options: RogueOptions = {}): Promise<Rogue>
{
    const socket = new WebSocket(`${url.replace('http', 'ws')}/link`, { headers: { ...options.headers }, maxPayload: 0 });
    const rogue = createRogue(socket, options);

    await once(socket, 'open');

    return rogue;
}

/** Makes a rogue of one end of a connection, whoever opened it. */
export function createRogue(socket: WebSocket, { id = `rogue-${randomBytes(4).toString('hex')}`, kind = 'node', url: own, versions = [1], keyed = true }: RogueOptions = {}): Rogue
{
    const received: Message[] = [];
    let questions = 0;
    const waiting: (() => void)[] = [];
    const notify = (): void => { waiting.splice(0).forEach(wake => { wake(); }); };

    // The close that follows tells enough.
    socket.on('error', () => undefined);

    socket.on('message', (data: Buffer, binary) =>
    {
        if (!binary)
        {
            received.push(...JSON.parse(data.toString('utf8')) as Message[]);
        }

        notify();
    });

    const closed = new Promise<number>(resolve => { socket.on('close', code => { resolve(code); notify(); }); });

    const rogue: Rogue = {
        hello: { versions, identity: { id, kind, ...own !== undefined && { url: own } }, nonce: randomBytes(16).toString('hex'), keyed },
        received,
        closed,
        send: (...messages) => { socket.send(JSON.stringify(messages)); },
        sendRaw: data => { socket.send(data); },

        async next(type, matches = () => true)
        {
            for (;;)
            {
                const found = received.find(message => message[0] === type && matches(message));

                if (found !== undefined || socket.readyState === WebSocket.CLOSED)
                {
                    return found;
                }

                await new Promise<void>(resolve => { waiting.push(resolve); });
            }
        },

        async ask(kindOfQuestion, body)
        {
            const number = ++questions;
            const isAnswer = (message: Message): boolean => message[1] === number;

            rogue.send(['ask', number, kindOfQuestion, body]);

            const [type, , answer] = await Promise.race([rogue.next('reply', isAnswer), rogue.next('error', isAnswer)]) ?? ['closed'];

            return [type, answer];
        },

        async [Symbol.asyncDispose]()
        {
            socket.terminate();
            await closed;
        }
    };

    return rogue;
}

/** What a key proves (PROTOCOL.md, 2). */
export function proveKey(key: string, dialer: unknown, listener: unknown, role: 'dialer' | 'listener' = 'dialer'): string
{
    const parts = ['jitar-link', role, ...[dialer, listener].flatMap(describeHello)].map(part => `${String(Buffer.byteLength(part))}:${part}`);

    return createHmac('sha256', key).update(parts.join('')).digest('hex');
}

function describeHello(hello: unknown): string[]
{
    const { versions, identity, nonce, keyed } = hello as { versions: number[]; identity: { id: string; kind: string; url?: string }; nonce: string; keyed: boolean };

    return [versions.join(','), identity.id, identity.kind, identity.url ?? '', nonce, String(keyed)];
}

/** Opens a link as a member would that knows the trust key. */
export async function joinRogue(url: string, options: RogueOptions = {}): Promise<Rogue>
{
    const rogue = await connectRogue(url, options);

    rogue.send(['hello', rogue.hello]);

    const [, hello] = await rogue.next('hello') ?? [];

    rogue.send(['proof', proveKey(options.key ?? trustKey, rogue.hello, hello)]);

    if (await rogue.next('proof') !== undefined)
    {
        rogue.send(['ready']);
    }

    return rogue;
}

/** What a node registers with that serves such public procedures. */
export const registrationOf = (...procedures: (string | { readonly fqn: string; readonly access?: string })[]): unknown => ({
    segments: ['rogue'],
    procedures: procedures.map(procedure => ({ version: '0.0.0', access: 'public', ...typeof procedure === 'string' ? { fqn: procedure } : procedure })),
    calls: [],
    healthy: true
});
