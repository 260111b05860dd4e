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
 * @returns Takes each request that has been answered, by its answer: the rest of its body still holds the connection.
 */
export function cutSlowBodies(server: Server, slowest: number, running: () => readonly ServerResponse[]): (answered: ServerResponse) => void
{
    // Nothing is noted of a request but when it was seen in a look, so that those that are fast cost nothing.
    const seen = new WeakMap<ServerResponse, Sighting>();
    // Answered before their bodies were complete.
    const unread = new Set<ServerResponse>();
    const timer = setInterval(look, Math.max(50, Math.min(1_000, server.headersTimeout / 4)));

    timer.unref();
    server.once('close', () => clearInterval(timer));

    return response =>
    {
        if (!isOver(response))
        {
            unread.add(response);
        }
    };

    function look(): void
    {
        const now = performance.now();

        for (const response of [...running(), ...unread])
        {
            const { req: request } = response;
            const { socket } = request;

            if (isOver(response))
            {
                unread.delete(response);
                continue;
            }

            // What has come and is not read is not the sender's affair.
            if (request.readableLength > 0)
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
                if (unread.has(response) && !socket.writableEnded)
                {
                    // Who still reads the answer finds its end, for until the next look nothing cuts it.
                    socket.end();
                }
                else
                {
                    refuse(socket, '408 Request Timeout', response.headersSent);
                }
            }
        }
    }
}

/** Whether nothing comes of the request any more. */
function isOver({ req: request }: ServerResponse): boolean
{
    return request.complete || request.socket.destroyed;
}
