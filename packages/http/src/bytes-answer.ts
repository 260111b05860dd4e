import type { EncodedPayload } from '@jitar/protocol';

import { partsContentType, writePartsBody } from './parts-body.js';

const encoder = new TextEncoder();

/** Answers a body that is here as a whole, with its length. */
export function answerBytes(body: string | Uint8Array<ArrayBuffer>, { status, headers }: { readonly status: number; readonly headers: Headers }): Response
{
    const bytes = typeof body === 'string' ? encoder.encode(body) : body;

    headers.set('content-length', String(bytes.byteLength));

    return new Response(bytes, { status, headers });
}

/** Answers a text as JSON, or with its parts where it has some. */
export function answerEncoded({ text, parts = [] }: Omit<EncodedPayload, 'form'>, { status, headers }: { readonly status: number; readonly headers: Headers }): Response
{
    headers.set('content-type', parts.length === 0 ? 'application/json' : partsContentType);

    return answerBytes(parts.length === 0 ? text : writePartsBody({ text, parts }), { status, headers });
}
