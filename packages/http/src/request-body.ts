import type { Encoded } from '@jitar/serialization';

import { partsContentType, readPartsBody } from './parts-body.js';

/** What has a body: a request or a response. */
export interface Message
{
    readonly headers: Headers;
    readonly body: ReadableStream<Uint8Array> | null;
    arrayBuffer(): Promise<ArrayBuffer>;
}

/** Tells whether the body of a message is a text with parts. */
export function hasParts({ headers }: Message): boolean
{
    return headers.get('content-type')?.toLowerCase() === partsContentType;
}

/**
 * Reads a body as UTF-8 text, with parts if its content type says so, and never holds more than the limit, whatever
 * the headers announce.
 *
 * @param limit - In bytes.
 * @returns `undefined` when the body is larger.
 * @throws `TypeError` when it is no UTF-8, its parts are not as it says, or its sender ends early.
 */
export async function readBody(message: Message, limit: number): Promise<Encoded | undefined>
{
    const bytes = await readBytes(message, limit);

    if (bytes === undefined)
    {
        return undefined;
    }

    return hasParts(message) ? readPartsBody(bytes) : { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), parts: [] };
}

async function readBytes(message: Message, limit: number): Promise<Uint8Array | undefined>
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
