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
    /** The peer takes so many bytes more. @throws `PROTOCOL_VIOLATION` when that is more than it got. */
    credit(bytes: number): void;
}

interface Outgoing extends Posted
{
    readonly transfer: Transfer;
    readonly done: (() => void) | undefined;
    /** Absent until the message is on its way. */
    announced?: Posted;
    part: number;
    offset: number;
    left: number;
}

/** Creates the sending half of a link. */
export function createSending({ outbox, send, clock, limit }: SendingOptions): Sending
{
    // Messages with parts, in order, and those of them whose parts are being sent, by turns.
    const waiting: Outgoing[] = [];
    const active: Outgoing[] = [];

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

            const outgoing: Outgoing = { text, handed: false, transfer, done, part: 0, offset: 0, left: transfer.size };

            waiting.push(outgoing);
            admit();

            return outgoing;
        },

        withdraw(posted)
        {
            posted.text = undefined;

            const outgoing = [...waiting, ...active].find(candidate => candidate === posted);

            if (outgoing !== undefined)
            {
                forget(outgoing);
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
        for (let next = waiting[0]; next !== undefined && active.length < transferLimit && announced + next.transfer.size <= limit; next = waiting[0])
        {
            waiting.shift();
            active.push(next);
            announced += next.transfer.size;
            next.announced = outbox.post(next.text ?? '');
        }

        schedule();
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
                continue;
            }

            announced -= next.transfer.size;
            next.handed = true;
            next.done?.();
        }

        admit();
    }

    function sendChunk(outgoing: Outgoing): void
    {
        const { parts, announcement } = outgoing.transfer;
        const pieces: Uint8Array[] = [];

        for (let room = Math.min(chunkLimit, credit, outgoing.left); room > 0;)
        {
            const piece = (parts[outgoing.part] as Uint8Array).subarray(outgoing.offset, outgoing.offset + room);

            pieces.push(piece);
            room -= piece.length;
            credit -= piece.length;
            outgoing.left -= piece.length;
            outgoing.offset += piece.length;

            if (outgoing.offset === parts[outgoing.part]?.length)
            {
                outgoing.part++;
                outgoing.offset = 0;
            }
        }

        send(writeChunk(announcement.number, pieces));
    }

    function forget(outgoing: Outgoing): void
    {
        const { announced: message, transfer } = outgoing;

        remove(waiting, outgoing);

        if (message !== undefined)
        {
            remove(active, outgoing);
            announced -= transfer.size;

            if (message.handed)
            {
                outbox.post(write(['drop', transfer.announcement.number]));
            }

            message.text = undefined;
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
