import type { EncodedPayload } from '@jitar/protocol';

import { partsContentType, writePartsBody } from './parts-body.js';

/** An answer over HTTP, before a host makes of it what it sends. */
export interface Answer
{
    readonly status: number;
    /** Lower-case names. The length of the body is the host's to tell. */
    readonly headers: Readonly<Record<string, string>>;
    /** A stream is as long as it turns out to be, and is cancelled when nobody waits for it any more. */
    readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

const encoder = new TextEncoder();

/** A text as JSON, or with its parts where it has some. */
export function encodedContent({ text, parts = [] }: Omit<EncodedPayload, 'form'>): { readonly body: string | Uint8Array<ArrayBuffer>; readonly contentType: string }
{
    return parts.length === 0
        ? { body: text, contentType: 'application/json' }
        : { body: writePartsBody({ text, parts }), contentType: partsContentType };
}

/** The answer as an object of fetch, whose length is told where the body is whole. */
export function toResponse({ status, headers, body }: Answer): Response
{
    if (body === null || body instanceof ReadableStream)
    {
        return new Response(body, { status, headers });
    }

    const bytes = typeof body === 'string' ? encoder.encode(body) : body;

    return new Response(bytes, { status, headers: { ...headers, 'content-length': String(bytes.byteLength) } });
}
