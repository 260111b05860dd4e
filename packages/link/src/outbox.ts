import type { Clock } from './clock.js';

/** A message that waits for the end of the turn. */
export interface Posted
{
    /** `undefined`: withdrawn. */
    text: string | undefined;
    /** Whether it was handed to the channel: from then on the peer may have got it. */
    handed: boolean;
}

/** What an outbox needs. */
export interface OutboxOptions
{
    readonly send: (frame: string) => void;
    /** UTF-16 units above which a frame is not filled further. */
    readonly full: number;
    readonly clock: Clock;
}

/** Gathers the messages of one turn of the event loop into one frame. */
export interface Outbox
{
    post(text: string): Posted;
    /** Sends what waits at once. */
    flush(): void;
}

export function createOutbox({ send, full, clock }: OutboxOptions): Outbox
{
    let waiting: Posted[] = [];

    return { post, flush };

    function post(text: string): Posted
    {
        const posted = { text, handed: false };

        if (waiting.push(posted) === 1)
        {
            clock.soon(flush);
        }

        return posted;
    }

    function flush(): void
    {
        const posted = waiting;
        let texts: string[] = [];
        let length = 0;

        waiting = [];

        for (const entry of posted)
        {
            if (entry.text === undefined)
            {
                continue;
            }

            if (length > 0 && length + entry.text.length > full)
            {
                send(`[${texts.join(',')}]`);
                texts = [];
                length = 0;
            }

            texts.push(entry.text);
            length += entry.text.length + 1;
            entry.handed = true;
        }

        if (length > 0)
        {
            send(`[${texts.join(',')}]`);
        }
    }
}
