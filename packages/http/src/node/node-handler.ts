import { createError } from '@jitar/errors';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { answerError } from '../error-answer.js';
import type { RequestEnvironment, Service } from '../service.js';
import { isLoopback } from './address.js';
import { answerDirectly } from './direct-rpc.js';
import { writeResponse } from './response-writer.js';

/** A request handler of `node:http`, and so of Express and Connect. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Makes a request handler for a server that somebody has already. Under a mount path the application sees the rest
 * of the path only, as Express does it; it must come before whatever reads bodies (`express.json()`).
 *
 * @example
 * ```ts
 * express().use('/rpc', toNodeHandler(rpcRoutes(runtime)));
 * ```
 */
export function toNodeHandler(app: Pick<Service, 'fetch' | 'rpc'>): NodeHandler
{
    async function answer(request: Request, { incoming, outgoing }: { readonly incoming: unknown; readonly outgoing: unknown }): Promise<Response>
    {
        const response = await app.fetch(request, connectionOf(incoming as IncomingMessage));

        await writeResponse(response, outgoing as ServerResponse);

        return RESPONSE_ALREADY_SENT;
    }

    const listener = getRequestListener(answer, {
        // The globals belong to the application.
        overrideGlobalObjects: false,
        errorHandler: error => error instanceof Error && error.name === 'RequestError'
            ? answerError(createError('INVALID_REQUEST', { reason: 'its address or its Host header is malformed' }, { cause: error }))
            : answerError(error)
    });

    const { rpc } = app;

    return (request, response) =>
    {
        if (rpc === undefined || !answerDirectly(rpc, request, response))
        {
            void listener(request, response);
        }
    };
}

function connectionOf({ socket }: IncomingMessage): RequestEnvironment
{
    const { remoteAddress, localAddress } = socket;

    return {
        ...(remoteAddress !== undefined && { address: remoteAddress }),
        loopback: isLoopback(remoteAddress) && isLoopback(localAddress)
    };
}
