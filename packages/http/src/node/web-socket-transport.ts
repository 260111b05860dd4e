import { createError } from '@jitar/errors';
import type { Channel, Transport } from '@jitar/protocol';
import { limits } from '@jitar/protocol';
import { WebSocket } from 'ws';

import { toLinkUrl } from './address.js';
import { createSocketChannel } from './socket-channel.js';

/** How to reach other members. */
export interface WebSocketTransportOptions
{
    /** Milliseconds that a member gets to answer; default 5 seconds. */
    readonly timeout?: number;
    /** Bytes of the largest message that is taken; default 64 MB. */
    readonly maxMessageBytes?: number;
}

/**
 * Creates the transport that opens a WebSocket at `/link` of a member.
 *
 * `connect` takes the URL of the member (`http://host:port`, as in a service file). It rejects with
 * `SERVICE_UNREACHABLE`, or with the reason of the signal when that aborts first.
 */
export function createWebSocketTransport({ timeout = 5_000, maxMessageBytes = limits.linkMessage }: WebSocketTransportOptions = {}): Transport
{
    return {
        connect(url, { signal } = {}): Promise<Channel>
        {
            return new Promise((resolve, reject) =>
            {
                signal?.throwIfAborted();

                const socket = new WebSocket(toLinkUrl(url), { handshakeTimeout: timeout, maxPayload: maxMessageBytes, perMessageDeflate: false });

                const abort = (): void =>
                {
                    reject(signal?.reason as Error);
                    socket.terminate();
                };

                const fail = (cause: Error): void =>
                {
                    signal?.removeEventListener('abort', abort);
                    reject(createError('SERVICE_UNREACHABLE', { url }, { cause }));
                };

                signal?.addEventListener('abort', abort, { once: true });
                socket.on('error', fail);

                socket.once('upgrade', response =>
                {
                    socket.once('open', () =>
                    {
                        signal?.removeEventListener('abort', abort);
                        socket.off('error', fail);
                        resolve(createSocketChannel(socket, response.socket, url));
                    });
                });
            });
        }
    };
}
