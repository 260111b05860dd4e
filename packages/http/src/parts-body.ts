import { limits } from '@jitar/protocol';
import type { Encoded } from '@jitar/serialization';

/**
 * The content type of a text with the bytes that it refers to. It is none that a page may send to another origin
 * without asking first.
 */
export const partsContentType = 'application/vnd.jitar.parts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** What stands before the lengths of the parts: how many there are, and the length of the text. */
const headLength = 8;

/**
 * Writes a text and its parts as one body: the number of parts, the length of the text and that of each part, all as
 * four octets in network byte order; then the text in UTF-8, then the parts.
 */
export function writePartsBody({ text, parts }: Encoded): Uint8Array<ArrayBuffer>
{
    const content = [encoder.encode(text), ...parts];
    const start = headLength + 4 * parts.length;
    const bytes = new Uint8Array(content.reduce((length, piece) => length + piece.length, start));
    const view = new DataView(bytes.buffer);
    let offset = start;

    view.setUint32(0, parts.length);

    content.forEach((piece, index) =>
    {
        view.setUint32(4 + 4 * index, piece.length);
        bytes.set(piece, offset);
        offset += piece.length;
    });

    return bytes;
}

/**
 * Reads what {@link writePartsBody} wrote. The parts are views of the body, and no memory is taken for what is only
 * announced.
 *
 * @throws `TypeError` when the lengths are not those of what follows, or the text is no UTF-8.
 */
export function readPartsBody(bytes: Uint8Array): Encoded
{
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = bytes.length < headLength ? 0 : view.getUint32(0);
    const start = headLength + 4 * count;

    if (count === 0 || count > limits.parts || start > bytes.length)
    {
        throw new TypeError('There are no parts, or more than the body can have.');
    }

    const lengths = Array.from({ length: count }, (_, index) => view.getUint32(headLength + 4 * index));
    const end = start + view.getUint32(4);

    if (lengths.some(length => length < limits.smallestPart) || lengths.reduce((sum, length) => sum + length, end) !== bytes.length)
    {
        throw new TypeError('The parts do not have the lengths that are announced.');
    }

    let offset = end;

    const parts = lengths.map(length => bytes.subarray(offset, offset += length));

    return { text: decoder.decode(bytes.subarray(start, end)), parts };
}
