import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';

import type { Service } from '../service.js';
import { createSocketChannel } from './socket-channel.js';

/** The links that a server took. */
export interface AcceptedLinks
{
    /** Ends all of them; those that do not answer are cut. */
    close(): void;
}

/** Milliseconds that the other ends get to answer the close of a server. */
const closeGrace = 1_000;

/**
 * Takes WebSockets at `/link` and hands them to the service. A request with an `Origin` comes from a page, which is
 * no member of any cluster: it is refused.
 */
export function acceptLinks(server: Server, service: Partial<Pick<Service, 'accept'>>, maxMessageBytes: number): AcceptedLinks
{
    const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false, clientTracking: true });

    server.on('upgrade', (request: IncomingMessage, connection: Socket, head: Buffer) =>
    {
        connection.on('error', () => connection.destroy());

        if (request.headers.upgrade?.toLowerCase() !== 'websocket')
        {
            continueAsRequest(server, request, connection, head);

            return;
        }

        const path = (request.url ?? '').split('?', 1)[0];

        if (path !== '/link' || service.accept === undefined)
        {
            refuse(connection, '404 Not Found');
        }
        else if (request.headers.origin !== undefined)
        {
            refuse(connection, '403 Forbidden');
        }
        else
        {
            sockets.handleUpgrade(request, connection, head, socket =>
            {
                const remote = `${connection.remoteAddress ?? 'unknown'}:${String(connection.remotePort ?? 0)}`;

                service.accept?.(createSocketChannel(socket, connection, remote));
            });
        }
    });

    return {
        close()
        {
            for (const socket of sockets.clients)
            {
                socket.resume();
                socket.close(1001, 'The service stops.');
            }

            setTimeout(() => sockets.clients.forEach(socket => socket.terminate()), closeGrace).unref();
        }
    };
}

function refuse(connection: Duplex, status: string): void
{
    connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => connection.destroy());
}

/**
 * A client may offer another protocol (`h2c`, as Java's does with each request) that a server is free to ignore
 * (RFC 9110, 7.8). Node hands such a request over as well, its headers read already: it is fed in once more, without
 * the offer.
 */
function continueAsRequest(server: Server, request: IncomingMessage, connection: Socket, head: Buffer): void
{
    const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`];
    const raw = request.rawHeaders;

    for (let index = 0; index + 1 < raw.length; index += 2)
    {
        const name = raw[index] ?? '';

        if (!['upgrade', 'connection', 'http2-settings'].includes(name.toLowerCase()))
        {
            lines.push(`${name}: ${raw[index + 1] ?? ''}`);
        }
    }

    connection.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
    connection.removeAllListeners('error');
    server.emit('encrypted' in connection ? 'secureConnection' : 'connection', connection);
}
