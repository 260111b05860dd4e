import type { FailureEnvelope, StreamKind, StreamRequest } from '@jitar/protocol';

import { checkChoice, checkFields, checkInteger, checkList, checkOptional, violation } from './checks.js';
import { highestNumber } from './transfer.js';
import type { AnnouncedPayload } from './transfer.js';

/** What a message says of a stream that its text refers to. */
export interface AnnouncedStream
{
    /** The producer's, and unique among those that have not ended. */
    readonly number: number;
    readonly kind: StreamKind;
    /** Milliseconds within which a request is answered. */
    readonly timeout?: number;
}

/** What is said about streams that are open. */
export type StreamMessage =
    | readonly ['pull', number, number]
    | readonly ['send', number, StreamRequest['how'], AnnouncedPayload | null]
    | readonly ['stop', number]
    | readonly ['item', number, AnnouncedPayload]
    | readonly ['end', number, AnnouncedPayload | null]
    | readonly ['fail', number, FailureEnvelope & { readonly payload?: AnnouncedPayload }];

/** Streams that may be open at a time, in each direction. */
export const streamLimit = 1024;

/** Requests of one stream that may wait for their answers; octets of one that may be on their way. */
export const pullLimits = { items: 256, bytes: 1_048_576 } as const;

const kinds = ['generator', 'values', 'bytes', 'signal'] as const;

/** How a generator is asked, as it is written. */
export const requests: readonly StreamRequest['how'][] = ['next', 'throw', 'return'];

/**
 * Reads what a message says of its streams.
 *
 * @throws `PROTOCOL_VIOLATION`
 */
export function readStreams(value: unknown): readonly AnnouncedStream[]
{
    const list = checkList(value, 'the streams');

    if (list.length === 0 || list.length > streamLimit)
    {
        throw violation('there are no streams, or too many');
    }

    return list.map(stream =>
    {
        const { number, kind, timeout } = checkFields(stream, 'a stream');
        const milliseconds = checkOptional(timeout, given => checkInteger(given, 'the timeout of a stream', 1));

        return { number: readStreamNumber(number), kind: checkChoice(kind, 'the kind of a stream', kinds), ...milliseconds !== undefined && { timeout: milliseconds } };
    });
}

/** Reads the number of a stream. */
export function readStreamNumber(value: unknown): number
{
    return checkInteger(value, 'the number of a stream', 1, highestNumber);
}
