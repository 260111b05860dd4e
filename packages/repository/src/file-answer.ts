import { lookup } from 'mrmime';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

import type { StoredFile } from './stored-file.js';

/** How to answer with a file. */
export interface FileAnswer
{
    /** The validator, in quotes; default: a weak one of size and time. */
    readonly etag?: string;
    /** Default: what the extension says. */
    readonly contentType?: string;
}

/** Bytes up to which a file is read at once; larger ones are streamed. */
const readAtOnce = 262_144;

/** Answers `GET` or `HEAD` with a file, or with 304 when the caller has it already. */
export async function answerFile(request: Request, file: StoredFile, answer: FileAnswer = {}): Promise<Response>
{
    const etag = answer.etag ?? `W/"${file.size.toString(16)}-${Math.trunc(file.modified).toString(16)}"`;

    const headers = new Headers({
        'cache-control': 'no-cache',
        'etag': etag,
        'x-content-type-options': 'nosniff'
    });

    if (isKnown(request.headers.get('if-none-match'), etag))
    {
        return new Response(null, { status: 304, headers });
    }

    const body = request.method === 'HEAD' ? null : await read(file);

    headers.set('content-type', answer.contentType ?? contentTypeOf(file.path));
    // A build that runs may have replaced the file since it was looked at.
    headers.set('content-length', String(body instanceof Uint8Array ? body.byteLength : file.size));

    return new Response(body, { headers });
}

/** RFC 9110, 13.1.2: validators are compared weakly. */
function isKnown(header: string | null, etag: string): boolean
{
    const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

    return header !== null && (header.trim() === '*' || header.split(',').some(tag => opaque(tag) === opaque(etag)));
}

function contentTypeOf(path: string): string
{
    const type = lookup(path) ?? 'application/octet-stream';

    return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}

async function read(file: StoredFile): Promise<Uint8Array<ArrayBuffer> | ReadableStream>
{
    return file.size <= readAtOnce
        ? await readFile(file.location)
        : Readable.toWeb(createReadStream(file.location, { end: file.size - 1 })) as ReadableStream;
}
