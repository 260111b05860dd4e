import { z } from 'zod';

import { amount, count, interval, milliseconds, object, positiveCount } from './schema.js';

/** How much a node takes on. */
export interface OverloadConfig
{
    /** Calls that run at a time; absent: the default of the node. */
    readonly inFlight?: number | undefined;
    /** Calls that wait for one of them to end; absent: the default of the node. */
    readonly queue?: number | undefined;
}

/** When a call that failed is tried once more, elsewhere. */
export interface RetryConfig
{
    /** Retries per call, over ten seconds; absent: the default of the router. */
    readonly share?: number | undefined;
    /** Retries per second beside that; absent: the default of the router. */
    readonly perSecond?: number | undefined;
    /** Milliseconds before a retry: at random between these two; absent: the default of the router. */
    readonly pause?: readonly [least: number, most: number] | undefined;
}

/** When a node that fails gets no calls, and for how long. */
export interface EjectionConfig
{
    /** Failures in a row; absent: the default of the router. */
    readonly failures?: number | undefined;
    /** Milliseconds of the first time; absent: the default of the router. */
    readonly first?: number | undefined;
    /** Milliseconds of the longest time; absent: the default of the router. */
    readonly longest?: number | undefined;
}

/** `overload` in a service file. */
export const overload: z.ZodType<OverloadConfig> = object({ inFlight: positiveCount.optional(), queue: count.optional() });

/** `retry` in a service file. */
export const retry: z.ZodType<RetryConfig> = object({
    share: amount.optional(),
    perSecond: amount.optional(),
    pause: z.tuple([milliseconds, milliseconds], { error: 'must be a list of two numbers of milliseconds' })
        .refine(([least, most]) => least <= most, 'must have the smaller number first').optional()
});

/** `ejection` in a service file. */
export const ejection: z.ZodType<EjectionConfig> = object({ failures: positiveCount.optional(), first: interval.optional(), longest: interval.optional() });
