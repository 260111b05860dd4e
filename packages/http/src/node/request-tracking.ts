import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { refuse } from './refusal.js';
import { cutSlowBodies } from './slow-bodies.js';

/** The requests that a server answers at the moment. */
export interface RunningRequests
{
    /** From now on each connection ends with the answer that it gets. */
    lastRequests(): void;
    /** Resolves when no request is being answered, or the signal aborts. */
    answered(signal: AbortSignal): Promise<void>;
}

const answers: Readonly<Record<string, string>> = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout'
};

/**
 * Answers what is no HTTP request at all, or comes too slowly: 400, 408 or 431, and an end of the connection.
 * Counts the requests that run, so that a server can close without cutting one off.
 *
 * @param slowestBody - Bytes a second of a body, when it takes longer than headers may.
 */
export function trackRequests(server: Server, slowestBody: number): RunningRequests
{
    const running = new Map<Duplex, Set<ServerResponse>>();
    const waiting: (() => void)[] = [];
    let last = false;

    const answered = cutSlowBodies(server, slowestBody, () => [...running.values()].flatMap(responses => [...responses]));

    server.prependListener('request', (request, response) =>
    {
        const { socket } = request;
        const responses = running.get(socket) ?? new Set();

        running.set(socket, responses.add(response));

        if (last)
        {
            response.shouldKeepAlive = false;
        }

        response.once('close', () =>
        {
            responses.delete(response);
            answered(response);

            if (responses.size === 0)
            {
                running.delete(socket);
            }

            if (running.size === 0)
            {
                waiting.splice(0).forEach(resolve => resolve());
            }
        });
    });

    server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    {
        // It only was opened early, as browsers and pools of connections do: an answer would be taken for that to the
        // request that may be on its way by now.
        if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && bytesReadOf(socket) === 0)
        {
            endUnused(socket, server);

            return;
        }

        const begun = [...running.get(socket) ?? []].some(response => response.headersSent);

        if (error.code === 'ECONNRESET')
        {
            socket.destroy();
        }
        else
        {
            refuse(socket, answers[error.code ?? ''] ?? '400 Bad Request', begun);
        }
    });

    return {
        lastRequests()
        {
            last = true;

            for (const response of [...running.values()].flatMap(responses => [...responses]))
            {
                // Of one that has begun, the connection is ended with the server.
                response.shouldKeepAlive = false;
            }
        },

        answered: signal => running.size === 0 || signal.aborted ? Promise.resolve() : new Promise(resolve =>
        {
            waiting.push(resolve);
            signal.addEventListener('abort', () => resolve());
        })
    };
}

/** Ends a connection when nothing has come on it for as long as others may be idle. */
function endUnused(socket: Duplex, { headersTimeout, keepAliveTimeout }: Server): void
{
    const timer = setTimeout(() =>
    {
        if (bytesReadOf(socket) === 0)
        {
            socket.end(() => socket.destroy());
        }
    }, Math.max(0, keepAliveTimeout - headersTimeout));

    timer.unref();
    socket.once('close', () => clearTimeout(timer));
}

/** What Node hands over as a stream is a socket. */
function bytesReadOf(socket: Duplex & { readonly bytesRead?: number }): number | undefined
{
    return socket.bytesRead;
}
