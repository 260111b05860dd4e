/** The content type of an answer in the form of the codec that has streams. */
export const streamsContentType = 'application/vnd.jitar.streams';

/** What a record may be, by its number on the wire. */
export const recordTypes = ['streams', 'answer', 'item', 'bytes', 'end', 'fail'] as const;

/** A name of {@link recordTypes}. */
export type RecordType = typeof recordTypes[number];

/** A record of an answer with streams. */
export interface StreamRecord
{
    readonly type: RecordType;
    /** Of which stream; 0 for what is of none. */
    readonly stream: number;
    /** Whether the content is a text with parts. */
    readonly hasParts: boolean;
    readonly content: Uint8Array;
}

/** Octets before the content: its length (4), the type (1, the highest bit for parts), the number of the stream (2). */
const headLength = 7;

const partsBit = 0x80;

/** Writes a record. */
export function writeRecord(type: RecordType, stream: number, content: Uint8Array, hasParts: boolean = false): Uint8Array
{
    const record = new Uint8Array(headLength + content.length);
    const view = new DataView(record.buffer);

    view.setUint32(0, content.length);
    view.setUint8(4, recordTypes.indexOf(type) + (hasParts ? partsBit : 0));
    view.setUint16(5, stream);
    record.set(content, headLength);

    return record;
}

/**
 * Reads the records of a body one after the other, and holds no more than one and what came with it.
 *
 * @param limit - Octets of the largest record.
 * @returns A function that gives the next record; `undefined` at the end.
 */
export function createRecordReader(body: ReadableStream<Uint8Array>, limit: number): { readonly next: () => Promise<StreamRecord | undefined>; readonly cancel: () => void }
{
    const reader = body.getReader();
    let chunks: Uint8Array[] = [];
    let length = 0;

    return { next, cancel: () => void reader.cancel().catch(() => undefined) };

    async function next(): Promise<StreamRecord | undefined>
    {
        if (!await fill(headLength))
        {
            return undefined;
        }

        const head = take(headLength);
        const view = new DataView(head.buffer, head.byteOffset);
        const size = view.getUint32(0);
        const code = view.getUint8(4);
        const type = recordTypes[code % partsBit];

        if (size > limit || type === undefined || !await fill(size))
        {
            throw new TypeError('A record is too large, of an unknown type, or ends early.');
        }

        return { type, stream: view.getUint16(5), hasParts: code >= partsBit, content: take(size) };
    }

    /** @throws `TypeError` when the body ends within a record. */
    async function fill(needed: number): Promise<boolean>
    {
        while (length < needed)
        {
            const read = await reader.read();

            if (read.done)
            {
                if (length > 0)
                {
                    throw new TypeError('The body ends within a record.');
                }

                return false;
            }

            chunks.push(read.value);
            length += read.value.length;
        }

        return true;
    }

    function take(size: number): Uint8Array
    {
        const taken = new Uint8Array(size);

        for (let offset = 0; offset < size;)
        {
            const chunk = chunks[0] as Uint8Array;
            const piece = chunk.subarray(0, size - offset);

            taken.set(piece, offset);
            offset += piece.length;
            chunks = piece.length === chunk.length ? chunks.slice(1) : [chunk.subarray(piece.length), ...chunks.slice(1)];
        }

        length -= size;

        return taken;
    }
}
