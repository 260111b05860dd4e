import type { Duplex } from 'node:stream';

/**
 * Answers a request that is none, or comes too slowly, and ends its connection.
 *
 * @param begun - Whether an answer has begun on the connection: what comes behind it would be taken for a part of it.
 */
export function refuse(socket: Duplex, status: string, begun: boolean): void
{
    if (!socket.writable || begun)
    {
        socket.destroy();

        return;
    }

    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
