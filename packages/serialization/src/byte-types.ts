import { reject } from './refusal.js';
import { defineType } from './value-type.js';
import type { ObjectType } from './value-type.js';

interface TypedArrayConstructor
{
    readonly name: string;
    readonly BYTES_PER_ELEMENT: number;
    readonly prototype: ArrayBufferView;
    new (buffer: ArrayBuffer): ArrayBufferView;
}

interface BufferConstructor
{
    readonly prototype: Uint8Array;
    from(buffer: ArrayBuffer): Uint8Array;
}

// Not every host that runs this has them.
const host = globalThis as { readonly Float16Array?: TypedArrayConstructor; readonly Buffer?: BufferConstructor };

const typedArrays: readonly TypedArrayConstructor[] = [
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
    ...host.Float16Array === undefined ? [] : [host.Float16Array]
];

/** A view sends its own bytes only: never the rest of the buffer that it looks at. */
function ownBytes(view: ArrayBufferView): Uint8Array
{
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

const typedArrayTypes = typedArrays.map(Type => defineType<ArrayBufferView>({
    tag: Type.name,
    prototype: Type.prototype,
    take: (value, taker) => taker.bytes(ownBytes(value)),
    make(content, maker)
    {
        const bytes = maker.bytes(content);

        return bytes.length % Type.BYTES_PER_ELEMENT === 0 ? new Type(bytes.buffer) : reject('its bytes do not fill its elements');
    }
}));

const bufferType = defineType<Uint8Array>({
    tag: 'Buffer',
    // Where there is no Buffer nothing has this prototype, and one that arrives becomes a Uint8Array.
    prototype: host.Buffer?.prototype ?? {},
    take: (value, taker) => taker.bytes(ownBytes(value)),
    make(content, maker)
    {
        const bytes = maker.bytes(content);

        return host.Buffer?.from(bytes.buffer) ?? bytes;
    }
});

const arrayBufferType = defineType<ArrayBuffer>({
    tag: 'ArrayBuffer',
    prototype: ArrayBuffer.prototype,
    take: (value, taker) => taker.bytes(new Uint8Array(value, 0, value.byteLength)),
    make: (content, maker) => maker.bytes(content).buffer
});

const dataViewType = defineType<DataView>({
    tag: 'DataView',
    prototype: DataView.prototype,
    take: (value, taker) => taker.bytes(ownBytes(value)),
    make: (content, maker) => new DataView(maker.bytes(content).buffer)
});

/** Objects whose content is bytes. */
export const byteTypes: readonly ObjectType[] = [...typedArrayTypes, bufferType, arrayBufferType, dataViewType];
