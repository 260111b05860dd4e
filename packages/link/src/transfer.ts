import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { EncodedPayload } from '@jitar/protocol';

import { checkFields, checkInteger, checkList, violation } from './checks.js';
import type { AnnouncedStream } from './stream-messages.js';

/** What a message says of the bytes that follow it. */
export interface Announcement
{
    /** Of the transfer; the sender's, and unique among those that are not complete. */
    readonly number: number;
    /** Bytes of each part. */
    readonly lengths: readonly number[];
}

/** A value on the wire: its parts are announced, and come later. */
export interface AnnouncedPayload extends EncodedPayload
{
    readonly announced?: Announcement;
    /** Its streams, before they are opened. */
    readonly announcedStreams?: readonly AnnouncedStream[];
}

/** The parts of one message on their way out. */
export interface Transfer
{
    readonly announcement: Announcement;
    readonly parts: readonly Uint8Array[];
    /** Bytes of all parts. */
    readonly size: number;
}

/** What a part frame has before its bytes: the number of the transfer. */
const headerLength = 4;

/** The highest number of a transfer, or of a stream: the bit above tells the two apart in the header of a frame. */
export const highestNumber = 0x7f_ff_ff_ff;

const streamBit = 0x80_00_00_00;

/** Bytes of a part frame without its header: so few that other frames never wait long behind one. */
export const chunkLimit = 65_536;

/** Bytes that a side may send before the other one has granted more. */
export const creditWindow = 1_048_576;

/** Transfers that may be incomplete at a time, in each direction. */
export const transferLimit = 64;

/**
 * Prepares the parts of a payload for sending.
 *
 * @param number - That of the transfer before this one.
 * @param limit - Bytes of all parts.
 * @returns `undefined` where there are none.
 * @throws `MESSAGE_TOO_LARGE`, or `INVALID_REQUEST` for parts that the peer would refuse.
 */
export function createTransfer({ form, parts = [] }: EncodedPayload, number: number, limit: number): Transfer | undefined
{
    if (parts.length === 0)
    {
        return undefined;
    }

    if (form !== 'tagged' || parts.some(part => part.length < limits.smallestPart))
    {
        throw createError('INVALID_REQUEST', { reason: form === 'tagged' ? 'a part is too small to travel beside its text' : 'plain JSON cannot refer to parts' });
    }

    const lengths = parts.map(part => part.length);
    const size = lengths.reduce((sum, length) => sum + length, 0);

    if (size > limit || lengths.length > limits.parts)
    {
        throw createError('MESSAGE_TOO_LARGE', { limit });
    }

    return { announcement: { number: number % highestNumber + 1, lengths }, parts, size };
}

/**
 * Reads what a message says of its parts. Whether there may be so many bytes is for the receiver to say.
 *
 * @throws `PROTOCOL_VIOLATION`
 */
export function readAnnouncement(value: unknown): Announcement
{
    const { number, lengths } = checkFields(value, 'the parts');
    const list = checkList(lengths, 'the lengths of the parts');

    if (list.length === 0 || list.length > limits.parts)
    {
        throw violation('there are no parts, or too many');
    }

    return {
        number: checkInteger(number, 'the number of a transfer', 1, highestNumber),
        lengths: list.map(length => checkInteger(length, 'the length of a part', limits.smallestPart))
    };
}

/** Writes a frame of octets: of a transfer, or of a stream. */
export function writeChunk({ number, stream }: { readonly number: number; readonly stream: boolean }, pieces: readonly Uint8Array[]): Uint8Array
{
    const frame = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, headerLength));
    let offset = headerLength;

    new DataView(frame.buffer).setUint32(0, stream ? number + streamBit : number);

    for (const piece of pieces)
    {
        frame.set(piece, offset);
        offset += piece.length;
    }

    return frame;
}

/**
 * Reads a frame of octets.
 *
 * @throws `PROTOCOL_VIOLATION`
 */
export function readChunk(frame: Uint8Array): { readonly number: number; readonly stream: boolean; readonly bytes: Uint8Array }
{
    if (frame.length <= headerLength || frame.length > headerLength + chunkLimit)
    {
        throw violation('a binary frame has no bytes, or too many');
    }

    const number = new DataView(frame.buffer, frame.byteOffset).getUint32(0);

    return { number: number % streamBit, stream: number >= streamBit, bytes: frame.subarray(headerLength) };
}
