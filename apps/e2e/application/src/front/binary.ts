import { damage, measure, repeat } from '../back/binary.js';
import { Damaged } from '../shared/Damaged.js';
import { Scan } from '../shared/Scan.js';
import { weightOf } from '../shared/weight.js';

const megabyte = new Uint8Array(1_000_000).map((_, index) => index * 7);

/** Bytes of every kind there and back, as both sides see them. */
export async function binary(kind: string): Promise<string[]>
{
    const value = valueOf(kind);

    return [await measure(value), await weightOf(await repeat(value))];
}

/** Bytes in an error of the other side. */
export async function damaged(): Promise<string>
{
    return damage().catch(async (error: unknown) => error instanceof Damaged ? `Damaged ${await weightOf(error.content)}` : String(error));
}

/** Bytes from outsiders, as both sides see them. */
export async function weigh(value: Blob | FormData | Uint8Array): Promise<string[]>
{
    return [await weightOf(value), await measure(value)];
}

/** A picture for outsiders. */
export async function picture(): Promise<Blob>
{
    return new Blob(['<svg/>'], { type: 'image/svg+xml' });
}

/** Something that has no JSON. */
export async function form(): Promise<FormData>
{
    return formOf(new Uint8Array(1));
}

/** More bytes than outsiders may send. */
export async function archive(): Promise<{ scan: File; copies: Uint8Array[] }>
{
    return { scan: new File([megabyte], 'scan.bin', { type: 'application/x-scan', lastModified: 5 }), copies: [megabyte, new Uint8Array(3)] };
}

function valueOf(kind: string): Scan | Blob | FormData | Uint8Array
{
    switch (kind)
    {
        case 'buffer': return Buffer.from(megabyte);
        case 'instance': return new Scan('a scan', megabyte.slice().buffer);
        case 'blob': return new Blob([megabyte], { type: 'image/png' });
        case 'form': return formOf(megabyte);
        default: return megabyte;
    }
}

function formOf(content: Uint8Array<ArrayBuffer>): FormData
{
    const data = new FormData();

    data.append('title', 'a scan');
    data.append('scan', new File([content], 'scan.bin', { type: 'application/x-scan', lastModified: 5 }));

    return data;
}
