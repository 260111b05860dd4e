import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { Server as SocketServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import type { Service } from '../service.js';
import { trackRequests } from './request-tracking.js';
import { acceptLinks } from './link-upgrade.js';
import { toNodeHandler } from './node-handler.js';

/** Milliseconds in which who has a connection hears, with an answer, that it is the last one on it; and in which answers arrive that are on their way. */
const lastWordTime = 250;

/** A service, or an application that answers requests and has no life of its own. */
export type Servable = Pick<Service, 'fetch'> & Partial<Service>;

/** Where and how to serve. */
export interface ServeOptions
{
    /** `http://host:port`; the server binds to this host only. Port 0 takes a free one. With `tls`, `https:`. */
    readonly url: string;
    /** Certificate and key in PEM form. */
    readonly tls?: { readonly cert: string; readonly key: string };
    /** Milliseconds for the headers of a request to arrive; default 10 seconds. */
    readonly headersTimeout?: number;
    /** Milliseconds for a whole request to arrive; default 30 seconds. */
    readonly requestTimeout?: number;
    /** Bytes a second, on average, with which a body has to come that takes longer than headers may; default 500. */
    readonly slowestBody?: number;
    /**
     * Milliseconds that an idle connection is kept; default 75 seconds. It should be longer than callers keep theirs (load
     * balancers and browsers a minute or less), for a call that meets the end of its connection is lost.
     */
    readonly keepAliveTimeout?: number;
    /** Bytes of all headers of a request; default 16 KB. */
    readonly maxHeaderBytes?: number;
    /** Bytes of the largest message of a link; default 64 MB. */
    readonly maxMessageBytes?: number;
    /** Milliseconds that {@link Serving.close} waits for the requests that run; default 30 seconds. */
    readonly drain?: number;
}

/** A service that listens. */
export interface Serving
{
    /** Where it listens, with the actual port. */
    readonly url: string;
    /**
     * Takes no new connections, stops the service, ends idle connections a moment later, and resolves when the running requests are
     * answered and the links closed. Requests that are not answered in time are cut, but only once the service has
     * stopped. A second call waits for the first.
     */
    close(): Promise<void>;
}

/**
 * Serves a service on Node: listens, then starts it. No request, however broken, ends the process.
 *
 * @throws `PORT_IN_USE`, `CANNOT_LISTEN`, and whatever `start` of the service throws; nothing listens then.
 *
 * @example
 * ```ts
 * const serving = await serve(createGateway({ trustKey }), { url: 'http://127.0.0.1:3000' });
 * process.once('SIGTERM', () => serving.close());
 * ```
 */
export async function serve(service: Servable, options: ServeOptions): Promise<Serving>
{
    const server = createServer(service, options);
    const requests = trackRequests(server, options.slowestBody ?? 500);
    const links = acceptLinks(server, service, options.maxMessageBytes ?? limits.linkMessage);
    const url = await listen(server, options.url);

    let closing: Promise<void> | undefined;

    async function end(): Promise<void>
    {
        // The close of an HTTP server would cut idle connections, on which requests may be on their way.
        const ended = new Promise<void>(resolve => SocketServer.prototype.close.call(server, () => resolve()));
        const lastWord = (await countConnections(server)) === 0 ? undefined : wait(lastWordTime);
        const enough = new AbortController();
        const patience = setTimeout(() => enough.abort(), options.drain ?? limits.drain);

        requests.lastRequests();

        try
        {
            await service.stop?.();
            await lastWord;
            await requests.answered(enough.signal);
        }
        finally
        {
            clearTimeout(patience);
            links.close();
            // What is left never became a request, or takes too long: a server that closes has no timeouts of its own.
            server.closeAllConnections();
            await ended;
        }
    }

    try
    {
        await service.start?.({ url });
    }
    catch (error)
    {
        requests.lastRequests();
        // Who was stopped while it started may have answered a moment ago.
        await requests.answered(AbortSignal.timeout(lastWordTime));
        links.close();
        server.closeAllConnections();
        await new Promise<void>(resolve => server.close(() => resolve()));

        throw error;
    }

    return {
        url,
        close: () => closing ??= end()
    };
}

function countConnections(server: Server): Promise<number>
{
    return new Promise(resolve => server.getConnections((_, count) => resolve(count)));
}

function createServer(service: Servable, options: ServeOptions): Server
{
    const { headersTimeout = 10_000, requestTimeout = 30_000, keepAliveTimeout = 75_000, maxHeaderBytes = limits.httpHeaders } = options;
    const settings = {
        headersTimeout: Math.min(headersTimeout, requestTimeout),
        requestTimeout,
        keepAliveTimeout,
        maxHeaderSize: maxHeaderBytes,
        // How often Node looks for slow senders: often enough that a timeout means what it says.
        connectionsCheckingInterval: Math.max(50, Math.min(1_000, headersTimeout / 4))
    };
    const handler = toNodeHandler(service);

    return options.tls === undefined
        ? createHttpServer(settings, handler)
        : createHttpsServer({ ...settings, ...options.tls }, handler);
}

async function listen(server: Server, url: string): Promise<string>
{
    const address = new URL(url);
    const secure = address.protocol === 'https:';
    const port = address.port === '' ? (secure ? 443 : 80) : Number(address.port);
    // IPv6 addresses stand in brackets in a URL, and nowhere else.
    const host = address.hostname.replace(/^\[(.*)\]$/, '$1');

    await new Promise<void>((resolve, reject) =>
    {
        server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE'
            ? createError('PORT_IN_USE', { url }, { cause: error })
            : createError('CANNOT_LISTEN', { url, reason: error.message }, { cause: error })));
        server.listen({ port, host }, resolve);
    });

    server.removeAllListeners('error');
    server.on('error', () => undefined);

    address.port = String((server.address() as AddressInfo).port);

    return address.origin;
}
