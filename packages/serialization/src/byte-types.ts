import { invalid } from './refusal.js';
import type { BytesType } from './value-type.js';

interface ViewConstructor
{
    readonly prototype: object;
    readonly BYTES_PER_ELEMENT?: number;
    new (buffer: ArrayBuffer): object;
}

interface BufferConstructor
{
    readonly prototype: object;
    from(buffer: ArrayBuffer): object;
}

// Not every host that runs this has all of them.
const host = globalThis as unknown as Readonly<Record<string, ViewConstructor | undefined>> & { readonly Buffer?: BufferConstructor };

const names = ['Uint8Array', 'Int8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'DataView'];

/** A view sends its own bytes only: never the rest of the buffer that it looks at. */
function ownBytes(value: object): Uint8Array
{
    const { buffer, byteOffset, byteLength } = value as ArrayBufferView;

    return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Objects whose content is bytes. Where there is no Buffer, one that arrives becomes a Uint8Array. */
export const byteTypes: readonly BytesType[] = [
    ...names.map((tag): BytesType =>
    {
        const View = host[tag];

        return {
            form: 'bytes',
            tag,
            prototype: View?.prototype,
            take: ownBytes,
            make: bytes => View !== undefined && bytes.length % (View.BYTES_PER_ELEMENT ?? 1) === 0 ? new View(bytes.buffer) : invalid()
        };
    }),
    { form: 'bytes', tag: 'Buffer', prototype: host.Buffer?.prototype, take: ownBytes, make: bytes => host.Buffer?.from(bytes.buffer) ?? bytes },
    { form: 'bytes', tag: 'ArrayBuffer', prototype: ArrayBuffer.prototype, take: value => new Uint8Array(value as ArrayBuffer), make: bytes => bytes.buffer }
];
