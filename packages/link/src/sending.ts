import type { EncodedPayload } from '@jitar/protocol';

import { violation } from './checks.js';
import type { Clock } from './clock.js';
import type { Outbox, Posted } from './outbox.js';
import { chunkLimit, createTransfer, creditWindow, transferLimit, writeChunk } from './transfer.js';
import type { Transfer } from './transfer.js';
import { write } from './writing.js';
import type { WrittenMessage } from './writing.js';

/** What sending needs. */
export interface SendingOptions
{
    readonly outbox: Outbox;
    readonly send: (frame: Uint8Array) => void;
    readonly clock: Clock;
    /** Bytes of all parts that are not sent yet, though announced. */
    readonly limit: number;
}

/** Sends messages, and after them their parts: in chunks, so that other messages get between them. */
export interface Sending
{
    /** Prepares the parts of a payload. @throws `MESSAGE_TOO_LARGE`, `INVALID_REQUEST`. */
    readonly announce: (payload: EncodedPayload) => Transfer | undefined;
    /** @param handed - Called when parts of the message were sent in full. */
    post(message: WrittenMessage, handed?: () => void): Posted;
    /** Takes back what was not handed to the channel in full. */
    withdraw(posted: Posted): void;
    /** Sends octets of a stream, by turns with all others; resolves when they are sent, or withdrawn. */
    postBytes(stream: number, bytes: Uint8Array): Promise<void>;
    /** Takes back what was not sent of a stream. */
    withdrawBytes(stream: number): void;
    /** The peer takes so many bytes more. @throws `PROTOCOL_VIOLATION` when that is more than it got. */
    credit(bytes: number): void;
}

/** Bytes on their way. */
interface Flow
{
    readonly number: number;
    /** Whether they are those of a stream. */
    readonly stream: boolean;
    readonly parts: readonly Uint8Array[];
    readonly sent: () => void;
    part: number;
    offset: number;
    left: number;
}

/** A message with parts. */
interface Outgoing extends Posted
{
    readonly transfer: Transfer;
    readonly done: (() => void) | undefined;
    /** Absent until the message is on its way. */
    announced?: { readonly message: Posted; readonly flow: Flow };
}

/** Creates the sending half of a link. */
export function createSending({ outbox, send, clock, limit }: SendingOptions): Sending
{
    // Messages with parts: those that wait, in order, and those that are on their way.
    const waiting: Outgoing[] = [];
    const announcedMessages = new Set<Outgoing>();
    // Bytes that are being sent, by turns.
    const active: Flow[] = [];

    let credit = creditWindow;
    let announced = 0;
    let last = 0;
    let scheduled = false;

    return {
        announce(payload)
        {
            const transfer = createTransfer(payload, last, limit);

            last = transfer?.announcement.number ?? last;

            return transfer;
        },

        post({ text, transfer }, done)
        {
            if (transfer === undefined)
            {
                return outbox.post(text);
            }

            const outgoing: Outgoing = { text, handed: false, transfer, done };

            waiting.push(outgoing);
            admit();

            return outgoing;
        },

        withdraw(posted)
        {
            posted.text = undefined;

            const outgoing = [...waiting, ...announcedMessages].find(candidate => candidate === posted);

            if (outgoing !== undefined)
            {
                forget(outgoing);
            }
        },

        postBytes: (number, bytes) => new Promise(resolve =>
        {
            if (bytes.length === 0)
            {
                resolve();

                return;
            }

            active.push({ number, stream: true, parts: [bytes], sent: resolve, part: 0, offset: 0, left: bytes.length });
            schedule();
        }),

        withdrawBytes(number)
        {
            const flow = active.find(candidate => candidate.stream && candidate.number === number);

            if (flow !== undefined)
            {
                remove(active, flow);
                flow.sent();
            }
        },

        credit(bytes)
        {
            credit += bytes;

            // Credit without end would be memory without end for what the peer does not read.
            if (credit > creditWindow)
            {
                throw violation('more is granted than was sent');
            }

            schedule();
        }
    };

    function admit(): void
    {
        for (let next = waiting[0]; next !== undefined && announcedMessages.size < transferLimit && announced + next.transfer.size <= limit; next = waiting[0])
        {
            waiting.shift();
            start(next);
        }

        schedule();
    }

    function start(outgoing: Outgoing): void
    {
        const { transfer: { parts, size, announcement: { number } } } = outgoing;

        const sent = (): void =>
        {
            announcedMessages.delete(outgoing);
            announced -= size;
            outgoing.handed = true;
            outgoing.done?.();
        };

        const flow: Flow = { number, stream: false, parts, sent, part: 0, offset: 0, left: size };

        announced += size;
        announcedMessages.add(outgoing);
        active.push(flow);
        outgoing.announced = { message: outbox.post(outgoing.text ?? ''), flow };
    }

    function schedule(): void
    {
        if (!scheduled && credit > 0 && active.length > 0)
        {
            scheduled = true;
            clock.soon(pump);
        }
    }

    function pump(): void
    {
        scheduled = false;
        // What announces the parts goes before them.
        outbox.flush();

        for (let next = active.shift(); next !== undefined; next = credit > 0 ? active.shift() : undefined)
        {
            sendChunk(next);

            if (next.left > 0)
            {
                active.push(next);
            }
            else
            {
                next.sent();
            }
        }

        admit();
    }

    function sendChunk(flow: Flow): void
    {
        const { parts } = flow;
        const pieces: Uint8Array[] = [];

        for (let room = Math.min(chunkLimit, credit, flow.left); room > 0;)
        {
            const piece = (parts[flow.part] as Uint8Array).subarray(flow.offset, flow.offset + room);

            pieces.push(piece);
            room -= piece.length;
            credit -= piece.length;
            flow.left -= piece.length;
            flow.offset += piece.length;

            if (flow.offset === parts[flow.part]?.length)
            {
                flow.part++;
                flow.offset = 0;
            }
        }

        send(writeChunk(flow, pieces));
    }

    function forget(outgoing: Outgoing): void
    {
        const { announced: started, transfer } = outgoing;

        remove(waiting, outgoing);

        if (started !== undefined)
        {
            remove(active, started.flow);
            announcedMessages.delete(outgoing);
            announced -= transfer.size;

            if (started.message.handed)
            {
                outbox.post(write(['drop', transfer.announcement.number]));
            }

            started.message.text = undefined;
        }

        admit();
    }
}

function remove<Item>(items: Item[], item: Item): void
{
    const position = items.indexOf(item);

    if (position >= 0)
    {
        items.splice(position, 1);
    }
}
