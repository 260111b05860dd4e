import { attempt, reject } from './refusal.js';

/** What is used of Node's Buffer, which is many times faster than what all hosts have. */
interface HostBuffer
{
    from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string; write(text: string, encoding: 'base64'): number };
}

const host = (globalThis as { readonly Buffer?: HostBuffer }).Buffer;

// Small enough for the arguments of one call.
const chunk = 12_288;

/** Writes bytes as base64 (RFC 4648, 4), with padding. */
export function toBase64(bytes: Uint8Array): string
{
    if (host !== undefined)
    {
        return host.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    }

    let text = '';

    for (let start = 0; start < bytes.length; start += chunk)
    {
        text += String.fromCharCode(...bytes.subarray(start, start + chunk));
    }

    return btoa(text);
}

/** Reads base64 in its one canonical spelling: the one in which the bytes are written again. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer>
{
    const bytes = new Uint8Array(Math.max(0, Math.floor(text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0)));

    if (host === undefined)
    {
        readPortably(text, bytes);
    }
    else
    {
        host.from(bytes.buffer, 0, bytes.length).write(text, 'base64');
    }

    return toBase64(bytes) === text ? bytes : reject('it is not base64');
}

function readPortably(text: string, bytes: Uint8Array): void
{
    const binary = attempt(() => atob(text));

    for (let index = 0; index < bytes.length; index++)
    {
        bytes[index] = binary.charCodeAt(index);
    }
}
