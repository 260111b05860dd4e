import { Scan } from './Scan.js';

/** Tells bytes apart, wherever they are, by kind, length and a sum over all of them. */
export async function weightOf(value: unknown): Promise<string>
{
    if (value instanceof FormData)
    {
        const entries = await Promise.all(Array.from(value, async ([name, item]) => `${name}=${await weightOf(item)}`));

        return `FormData ${entries.join(' ')}`;
    }

    if (value instanceof Blob)
    {
        const name = value instanceof File ? ` ${value.name} ${String(value.lastModified)}` : '';

        return `${value.constructor.name} ${value.type}${name} ${await weightOf(await value.arrayBuffer())}`;
    }

    if (value instanceof Scan)
    {
        return `Scan ${value.title} ${await weightOf(value.content)}`;
    }

    if (value instanceof ArrayBuffer)
    {
        return `ArrayBuffer ${sumOf(new Uint8Array(value))}`;
    }

    return value instanceof Uint8Array ? `${value.constructor.name} ${sumOf(value)}` : String(value);
}

function sumOf(bytes: Uint8Array): string
{
    let sum = 0;

    for (const byte of bytes)
    {
        sum = (sum * 31 + byte) % 1_000_003;
    }

    return `${String(bytes.length)}:${String(sum)}`;
}
