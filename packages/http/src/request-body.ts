import type { Encoded } from '@jitar/serialization';

import { partsContentType, readPartsBody } from './parts-body.js';

/** What has a body: a request or a response. */
export interface Message
{
    readonly headers: Headers;
    readonly body: ReadableStream<Uint8Array> | null;
    arrayBuffer(): Promise<ArrayBuffer>;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Tells whether a content type is that of a text with parts. */
export function isPartsBody(contentType: string | null): boolean
{
    return contentType?.toLowerCase() === partsContentType;
}

/**
 * The text that a body is in UTF-8, with parts if its content type says so.
 *
 * @throws `TypeError` when it is no UTF-8, or its parts are not as it says.
 */
export function toEncoded(bytes: Uint8Array, contentType: string | null): Encoded
{
    return isPartsBody(contentType) ? readPartsBody(bytes) : { text: decoder.decode(bytes), parts: [] };
}

/**
 * Reads a body, and never holds more than the limit, whatever the headers announce.
 *
 * @param limit - In bytes.
 * @returns `undefined` when the body is larger.
 * @throws `TypeError` when its sender ends early, or it was read already.
 */
export async function readBytes(message: Message, limit: number): Promise<Uint8Array | undefined>
{
    const announced = message.headers.get('content-length');

    if (announced !== null && Number(announced) > limit)
    {
        await message.body?.cancel();

        return undefined;
    }

    // What is announced is what comes, unless it is unpacked on its way.
    const bytes = announced !== null && !message.headers.has('content-encoding')
        ? new Uint8Array(await message.arrayBuffer())
        : await readStream(message.body, limit);

    return bytes === undefined || bytes.length > limit ? undefined : bytes;
}

async function readStream(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array | undefined>
{
    const chunks: Uint8Array[] = [];
    let length = 0;

    if (body !== null)
    {
        const reader = body.getReader();

        for (let read = await reader.read(); !read.done; read = await reader.read())
        {
            length += read.value.length;

            if (length > limit)
            {
                await reader.cancel();

                return undefined;
            }

            chunks.push(read.value);
        }
    }

    const bytes = new Uint8Array(length);
    let offset = 0;

    for (const chunk of chunks)
    {
        bytes.set(chunk, offset);
        offset += chunk.length;
    }

    return bytes;
}
