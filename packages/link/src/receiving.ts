import { violation } from './checks.js';
import type { Clock } from './clock.js';
import type { Message } from './message.js';
import { creditWindow, readChunk, transferLimit } from './transfer.js';
import type { AnnouncedPayload, Announcement } from './transfer.js';

/** What receiving needs. */
export interface ReceivingOptions
{
    /** Gets messages with all their parts. */
    readonly deliver: (message: Message) => void;
    /** Gets the octets of streams. */
    readonly deliverBytes: (stream: number, bytes: Uint8Array) => void;
    /** Grants the peer so many bytes more. */
    readonly credit: (bytes: number) => void;
    readonly clock: Clock;
    /** Bytes of all parts that were announced and are not complete. */
    readonly limit: number;
}

/** Holds messages until their parts are there. Everything here throws `PROTOCOL_VIOLATION` for what a peer may not do. */
export interface Receiving
{
    /** Takes a message: delivers it, or waits for its parts. */
    take(message: Message): void;
    /** Takes a binary frame. */
    takeChunk(frame: Uint8Array): void;
    /** The rest of a transfer does not come. */
    drop(number: number): void;
}

interface Incoming
{
    readonly message: Message;
    readonly lengths: readonly number[];
    readonly size: number;
    readonly since: number;
    readonly parts: Uint8Array[];
    /** Memory of the part that is being received; the first `filled` bytes are there. */
    memory: Uint8Array;
    filled: number;
    left: number;
}

const nothing = new Uint8Array();

/** Creates the receiving half of a link. */
export function createReceiving({ deliver, deliverBytes, credit, clock, limit }: ReceivingOptions): Receiving
{
    const transfers = new Map<number, Incoming>();

    let announced = 0;
    // Bytes that came, and for which nothing was granted yet.
    let owed = 0;

    return {
        take(message)
        {
            const announcement = payloadOf(message)?.announced;

            if (announcement === undefined)
            {
                deliver(message);
            }
            else
            {
                hold(message, announcement);
            }
        },

        takeChunk(frame)
        {
            const { number, stream, bytes } = readChunk(frame);

            if (stream)
            {
                deliverBytes(number, bytes);
                grant(bytes.length);

                return;
            }

            const incoming = transfers.get(number);

            if (incoming === undefined || bytes.length > incoming.left)
            {
                throw violation(incoming === undefined ? 'bytes came that nothing announced' : 'more bytes came than were announced');
            }

            append(incoming, bytes);
            grant(bytes.length);

            if (incoming.left === 0)
            {
                forget(number, incoming);
                deliver(withParts(incoming.message, incoming.parts, clock.now() - incoming.since));
            }
        },

        drop(number)
        {
            const incoming = transfers.get(number);

            if (incoming === undefined)
            {
                throw violation('parts are dropped that are not on their way');
            }

            forget(number, incoming);
        }
    };

    function hold(message: Message, { number, lengths }: Announcement): void
    {
        let size = 0;

        for (const length of lengths)
        {
            size += length;

            if (announced + size > limit)
            {
                throw violation('more bytes are announced than may come');
            }
        }

        if (transfers.has(number) || transfers.size >= transferLimit)
        {
            throw violation('too many transfers are incomplete, or two have one number');
        }

        announced += size;
        transfers.set(number, { message, lengths, size, since: clock.now(), parts: [], memory: nothing, filled: 0, left: size });
    }

    function forget(number: number, { size }: Incoming): void
    {
        announced -= size;
        transfers.delete(number);
    }

    function grant(bytes: number): void
    {
        owed += bytes;

        if (owed >= creditWindow / 2)
        {
            credit(owed);
            owed = 0;
        }
    }
}

/** Takes memory only for what came: never more than twice as much. */
function append(incoming: Incoming, bytes: Uint8Array): void
{
    const { lengths, parts } = incoming;

    incoming.left -= bytes.length;

    for (let offset = 0; offset < bytes.length;)
    {
        const length = lengths[parts.length] ?? 0;
        const piece = bytes.subarray(offset, offset + length - incoming.filled);
        const end = incoming.filled + piece.length;

        if (end > incoming.memory.length)
        {
            const memory = new Uint8Array(Math.min(length, Math.max(end, 2 * incoming.memory.length)));

            memory.set(incoming.memory);
            incoming.memory = memory;
        }

        incoming.memory.set(piece, incoming.filled);
        incoming.filled = end;
        offset += piece.length;

        if (end === length)
        {
            parts.push(incoming.memory);
            incoming.memory = nothing;
            incoming.filled = 0;
        }
    }
}

function payloadOf(message: Message): AnnouncedPayload | undefined
{
    switch (message[0])
    {
        case 'call': return message[2].args;
        case 'answer': return message[2].result;
        case 'error':
        case 'fail': return message[2].payload;
        case 'item': return message[2];
        case 'end': return message[2] ?? undefined;
        case 'send': return message[3] ?? undefined;
        default: return undefined;
    }
}

/** @param waited - Milliseconds since the message came, which are gone from the time that a call has. */
function withParts(message: Message, parts: readonly Uint8Array[], waited: number): Message
{
    switch (message[0])
    {
        case 'call':
        {
            const [type, number, { remaining, ...body }] = message;
            const left = remaining === undefined ? undefined : Math.max(0, remaining - Math.floor(waited));

            return [type, number, { ...body, args: complete(body.args, parts), ...left !== undefined && { remaining: left } }];
        }

        case 'answer': return ['answer', message[1], { ...message[2], result: complete(message[2].result, parts) }];
        case 'error':
        case 'fail': return [message[0], message[1], { ...message[2], ...message[2].payload !== undefined && { payload: complete(message[2].payload, parts) } }];
        case 'item': return ['item', message[1], complete(message[2], parts)];
        case 'end': return ['end', message[1], message[2] && complete(message[2], parts)];
        case 'send': return ['send', message[1], message[2], message[3] && complete(message[3], parts)];
        default: return message;
    }
}

function complete({ announced: _announced, ...payload }: AnnouncedPayload, parts: readonly Uint8Array[]): AnnouncedPayload
{
    return { ...payload, parts };
}
