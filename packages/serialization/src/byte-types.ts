import { reject } from './refusal.js';
import type { BytesType } from './value-type.js';

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

/** Where there is no Buffer nothing has this prototype, and one that arrives becomes a Uint8Array. */
const bufferType: BytesType = {
    form: 'bytes',
    tag: 'Buffer',
    prototype: host.Buffer?.prototype,
    take: value => ownBytes(value as Uint8Array),
    make: bytes => host.Buffer?.from(bytes.buffer) ?? bytes
};

const arrayBufferType: BytesType = {
    form: 'bytes',
    tag: 'ArrayBuffer',
    prototype: ArrayBuffer.prototype,
    take: value => new Uint8Array(value as ArrayBuffer, 0, (value as ArrayBuffer).byteLength),
    make: bytes => bytes.buffer
};

const dataViewType: BytesType = {
    form: 'bytes',
    tag: 'DataView',
    prototype: DataView.prototype,
    take: value => ownBytes(value as DataView),
    make: bytes => new DataView(bytes.buffer)
};

const typedArrayTypes = typedArrays.map((Type): BytesType => ({
    form: 'bytes',
    tag: Type.name,
    prototype: Type.prototype,
    take: value => ownBytes(value as ArrayBufferView),
    make: bytes => bytes.length % Type.BYTES_PER_ELEMENT === 0 ? new Type(bytes.buffer) : reject('its bytes do not fill its elements')
}));

/** Objects whose content is bytes. */
export const byteTypes: readonly BytesType[] = [...typedArrayTypes, bufferType, arrayBufferType, dataViewType];
