import type { IncomingMessage, ServerResponse } from 'node:http';

import { createCancelSource } from '@jitar/protocol';

import { toResponse } from '../answer.js';
import type { Answer } from '../answer.js';
import { describeErrorAnswer } from '../error-answer.js';
import type { RpcRequest } from '../rpc-request.js';
import type { Rpc } from '../rpc.js';
import { writeResponse } from './response-writer.js';

/** Paths in which nothing would have to be decoded or resolved. */
const directPath = /^\/rpc\/((?:[\w$-][\w$.-]*\/)*[\w$-][\w$.-]*)(?:\?|$)/;
const directHost = /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/i;

/**
 * Answers calls of procedures without the objects of fetch, which cost more than the rest of a call. What is not quite
 * ordinary (a path with escapes, a header that came twice, another method) is left to fetch, whose answers are the
 * same.
 *
 * @returns Whether the request is answered here.
 */
export function answerDirectly(rpc: Rpc, incoming: IncomingMessage, outgoing: ServerResponse): boolean
{
    const { method, url = '', headers, rawHeaders } = incoming;
    const fqn = directPath.exec(url)?.[1];

    if (fqn === undefined || (method !== 'GET' && method !== 'POST') || !directHost.test(headers.host ?? ''))
    {
        return false;
    }

    const entries = Object.entries(headers);

    // Node keeps the first of some headers that come twice.
    if (entries.length * 2 !== rawHeaders.length || headers['set-cookie'] !== undefined || headers['expect'] !== undefined)
    {
        return false;
    }

    const signal = createCancelSource();

    outgoing.once('close', () =>
    {
        if (!outgoing.writableFinished)
        {
            signal.abort(new DOMException('The caller has left.', 'AbortError'));
        }
    });

    const request: RpcRequest = {
        method,
        url,
        signal,
        header: name => headers[name] as string | undefined ?? null,
        headers: () => entries as [string, string][],
        read: limit => readIncoming(incoming, limit)
    };

    void answer(rpc, fqn, request, outgoing);

    return true;
}

async function answer(rpc: Rpc, fqn: string, request: RpcRequest, outgoing: ServerResponse): Promise<void>
{
    try
    {
        const written = writeAnswer(await rpc(fqn, request), outgoing);

        if (written !== undefined)
        {
            await written;
        }
    }
    catch (error)
    {
        await writeAnswer(describeErrorAnswer(error), outgoing);
    }
}

function readIncoming(incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined>
{
    if (Number(incoming.headers['content-length'] ?? 0) > limit)
    {
        return Promise.resolve(undefined);
    }

    return new Promise((resolve, reject) =>
    {
        if (incoming.readableDidRead || incoming.destroyed)
        {
            throw new TypeError('The body was read already, or its sender has left.');
        }

        const chunks: Buffer[] = [];
        let length = 0;

        incoming.on('data', (chunk: Buffer) =>
        {
            length += chunk.length;

            if (length > limit)
            {
                chunks.length = 0;
                resolve(undefined);
            }
            else
            {
                chunks.push(chunk);
            }
        });
        incoming.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
        incoming.once('error', reject);
        incoming.once('close', () =>
        {
            if (!incoming.complete)
            {
                reject(new TypeError('The body ended early.'));
            }
        });
    });
}

/** It is a promise only for a stream. */
function writeAnswer(answer: Answer, outgoing: ServerResponse): Promise<void> | undefined
{
    const { status, headers, body } = answer;

    if (body instanceof ReadableStream)
    {
        return writeResponse(toResponse(answer), outgoing);
    }

    if (outgoing.destroyed)
    {
        return undefined;
    }

    const content = typeof body === 'string' && !isAscii(headers) ? Buffer.from(body) : body ?? '';
    const length = Buffer.byteLength(content);

    outgoing.writeHead(status, status === 204 || status === 304 ? headers : { ...headers, 'content-length': length });
    outgoing.end(content);

    return undefined;
}

/** Node encodes headers as it does the text that follows them at once: bytes keep them as they are. */
function isAscii(headers: Readonly<Record<string, string>>): boolean
{
    for (const name in headers)
    {
        if (/[^\x20-\x7e]/.test(headers[name] ?? ''))
        {
            return false;
        }
    }

    return true;
}
