import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

import { trustKey } from './cluster.js';
import { createRogue, proveKey } from './rogue-member.js';
import type { Message, Rogue, RogueOptions } from './rogue-member.js';

/** A node wants a link. */
export interface Attempt
{
    /** When it came, by the clock of this process. */
    readonly at: number;
    /** As it came, with nothing answered yet. */
    readonly connection: Socket;
    /** Takes the WebSocket, and says nothing on it. */
    take(): WebSocket;
}

/** Somebody who listens where a node expects a gateway, and does nothing by itself. */
export interface RogueGateway extends AsyncDisposable
{
    readonly url: string;
    /** The next attempt of the node, that waits or is to come. */
    next(): Promise<Attempt>;
    /** The same, but leaves it to who asks for the next one. */
    awaitAttempt(): Promise<Attempt>;
}

export async function startRogueGateway(): Promise<RogueGateway>
{
    const sockets = new WebSocketServer({ noServer: true });
    const server = createServer().listen(0, '127.0.0.1');
    const waiting: (() => void)[] = [];

    let attempts: Attempt[] = [];

    server.on('upgrade', (request: IncomingMessage, connection: Socket, head: Buffer) =>
    {
        let taken: WebSocket | undefined;

        // A node that gives up says so by its end; before the upgrade it says nothing else.
        const giveUp = (): void => { connection.destroy(); };

        connection.on('error', () => undefined);
        connection.once('end', giveUp).resume();
        attempts.push({
            at: performance.now(),
            connection,
            take()
            {
                connection.off('end', giveUp);
                sockets.handleUpgrade(request, connection, head, socket => { taken = socket; });

                if (taken === undefined)
                {
                    throw new Error('The node gave up.');
                }

                return taken;
            }
        });
        waiting.splice(0).forEach(wake => { wake(); });
    });

    await once(server, 'listening');

    async function awaitAttempt(): Promise<Attempt>
    {
        for (;;)
        {
            // The node does not wait for ever.
            attempts = attempts.filter(({ connection }) => !connection.destroyed);

            if (attempts[0] !== undefined)
            {
                return attempts[0];
            }

            await new Promise<void>(resolve => { waiting.push(resolve); });
        }
    }

    return {
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        awaitAttempt,

        async next()
        {
            const attempt = await awaitAttempt();

            attempts.shift();

            return attempt;
        },

        async [Symbol.asyncDispose]()
        {
            attempts.forEach(({ connection }) => { connection.destroy(); });
            sockets.clients.forEach(socket => { socket.terminate(); });
            server.close();
            await once(server, 'close');
        }
    };
}

/** Proves the trust key to a node, and is its gateway from then on: the node registers as its first question. */
export async function welcome(attempt: Attempt, options: RogueOptions = {}): Promise<Rogue>
{
    const rogue = createRogue(attempt.take(), { kind: 'gateway', ...options });
    const [, hello] = await rogue.next('hello') ?? [];

    rogue.send(['hello', rogue.hello]);
    await rogue.next('proof');
    rogue.send(['proof', proveKey(trustKey, hello, rogue.hello, 'listener')]);
    await rogue.next('ready');

    return rogue;
}

/** Passes everything on between a node and a member that is no gateway. @returns What the node said, when its link is over. */
export async function relay(attempt: Attempt, member: string): Promise<Message[]>
{
    const said: Message[] = [];
    const socket = attempt.take();
    const other = new WebSocket(`${member.replace('http', 'ws')}/link`);
    const opened = once(other, 'open');

    socket.on('message', (data: Buffer) =>
    {
        said.push(...JSON.parse(data.toString('utf8')) as Message[]);
        void opened.then(() => { other.send(data.toString('utf8')); });
    });
    other.on('message', (data: Buffer) => { socket.send(data.toString('utf8')); });
    other.on('close', () => { socket.close(); });

    await once(socket, 'close');
    other.terminate();

    return said;
}
