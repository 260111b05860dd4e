import type { Channel, ChannelClose, ChannelHandlers } from '@jitar/protocol';
import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';

import { isLoopback } from './address.js';

/** Milliseconds that the other side gets to answer a close; after them the connection is cut. */
const closeGrace = 2_000;

/** Bytes that may come in one go: with the end of a small message the begin of a large one that is allowed by then. */
const readAhead = 131_072;

/**
 * Makes a channel of a WebSocket that is open. Nothing is read from it before {@link Channel.open}: what comes
 * earlier waits in the connection, where it costs the sender and not this process.
 */
export function createSocketChannel(socket: WebSocket, connection: Socket, remote: string): Channel
{
    let handlers: ChannelHandlers | undefined;
    const early: (string | Uint8Array)[] = [];
    let closed: ChannelClose | undefined;

    let limit = Infinity;
    // Bytes since the last whole message.
    let received = 0;

    socket.pause();

    connection.on('data', (data: Buffer) =>
    {
        received += data.length;

        if (received > limit + readAhead)
        {
            socket.terminate();
        }
    });

    socket.on('message', (data, binary) =>
    {
        received = 0;

        const message = binary ? toBytes(data) : toBytes(data).toString('utf8');

        if (handlers === undefined)
        {
            early.push(message);
        }
        else
        {
            handlers.message(message);
        }
    });

    socket.on('close', (code, reason) =>
    {
        closed = { code, reason: reason.toString('utf8') };
        handlers?.close(closed);
    });

    // The close that follows an error tells the reason.
    socket.on('error', () => undefined);

    return {
        remote,
        loopback: isLoopback(connection.localAddress) && isLoopback(connection.remoteAddress),

        get buffered()
        {
            return socket.bufferedAmount;
        },

        traffic: () => ({ received: connection.bytesRead, sent: connection.bytesWritten }),

        open(given)
        {
            handlers = given;
            early.splice(0).forEach(message => given.message(message));

            if (closed === undefined)
            {
                socket.resume();
            }
            else
            {
                given.close(closed);
            }
        },

        limit(bytes)
        {
            limit = bytes;
        },

        send(data)
        {
            if (socket.readyState === socket.OPEN)
            {
                socket.send(data, () => undefined);
            }
        },

        close(code = 1000, reason = '')
        {
            if (socket.readyState !== socket.OPEN)
            {
                return;
            }

            // A paused socket would never see the answer of the other side.
            socket.resume();
            socket.close(code, reason);

            const timer = setTimeout(() => socket.terminate(), closeGrace);
            timer.unref();
            socket.once('close', () => clearTimeout(timer));
        }
    };
}

function toBytes(data: RawData): Buffer
{
    if (Array.isArray(data))
    {
        return Buffer.concat(data);
    }

    return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
