import type { Server, ServerResponse } from 'node:http';

import { refuse } from './refusal.js';

interface Sighting
{
    readonly at: number;
    /** Bytes that had come on the connection. */
    readonly bytes: number;
}

/**
 * Cuts those whose bodies come too slowly, of which Node only asks that they come in time as a whole: who sends a byte
 * a second would hold a connection for long.
 *
 * @param slowest - Bytes a second, on average, of a body that takes longer than headers may.
 * @param running - The requests that are not answered yet, by their answers.
 */
export function cutSlowBodies(server: Server, slowest: number, running: () => readonly ServerResponse[]): void
{
    // Nothing is noted of a request but when it was seen in a look, so that those that are fast cost nothing.
    const seen = new WeakMap<ServerResponse, Sighting>();
    const timer = setInterval(look, Math.max(50, Math.min(1_000, server.headersTimeout / 4)));

    timer.unref();
    server.once('close', () => clearInterval(timer));

    function look(): void
    {
        const now = performance.now();

        for (const response of running())
        {
            const { req: request } = response;
            const { socket } = request;

            // What has come and is not read is not the sender's affair.
            if (request.complete || request.readableLength > 0)
            {
                continue;
            }

            const first = seen.get(response);

            if (first === undefined)
            {
                seen.set(response, { at: now, bytes: socket.bytesRead });
            }
            else if (now - first.at > server.headersTimeout && (socket.bytesRead - first.bytes) * 1_000 < slowest * (now - first.at))
            {
                refuse(socket, '408 Request Timeout', response.headersSent);
            }
        }
    }
}
