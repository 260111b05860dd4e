import { z } from 'zod';

import { suggestNearest } from './problem.js';

/** A text with something in it. */
export const text: z.ZodType<string, string> = z.string().min(1, 'must not be empty');

/** The secret of a cluster, which callers bring in a header as well. */
export const trustKey: z.ZodType<string, string> = text.refine(value => value === value.trim(), 'must not begin or end with white space: HTTP takes it off, so that no caller could bring the key; take it off here, and at all other members');

/** A list of texts. */
export const texts: z.ZodType<string[], string[]> = z.array(text);

/** One text, or a list of them. */
export const textOrTexts: z.ZodType<string | string[], string | string[]> = z.union([text, texts], { error: 'must be a text or a list of texts' });

/** What the timers of hosts can wait: with more they would fire at once. */
const longest = 2_147_483_647;

const tooLong = `must be at most ${String(longest)} milliseconds, which are 24 days`;

/** A period. */
export const milliseconds: z.ZodType<number, number> = z.int({ error: 'must be a whole number of milliseconds' }).min(0, 'must not be negative').max(longest, tooLong);

/** A period that is not nothing. */
export const interval: z.ZodType<number, number> = z.int({ error: 'must be a whole number of milliseconds' }).min(1, 'must be at least 1 millisecond').max(longest, tooLong);

/** How many there may be. */
export const count: z.ZodType<number, number> = z.int({ error: 'must be a whole number' }).min(0, 'must not be negative');

/** How many there may be, one at least. */
export const positiveCount: z.ZodType<number, number> = z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1');

/** A number that counts nothing: a share, a rate. */
export const amount: z.ZodType<number, number> = z.number({ error: 'must be a number' }).min(0, 'must not be negative');

/** The address of a service. */
export const url: z.ZodType<string, string> = z.string().superRefine((value, context) =>
{
    const message = findUrlProblem(value);

    if (message !== undefined)
    {
        context.addIssue({ code: 'custom', message });
    }
});

/** An object with these keys and no others; an unknown one gets a message each, in the order of the issue's keys. */
export function object<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict>
{
    const known = Object.keys(shape);

    return z.strictObject(shape, {
        error: issue => issue.code === 'unrecognized_keys' ? issue.keys.map(key => `is not a known key${suggestNearest(key, known)}`).join('\n') : undefined
    });
}

function findUrlProblem(value: string): string | undefined
{
    if (!URL.canParse(value))
    {
        return 'must be a URL, for example http://localhost:3000';
    }

    const { protocol, username, password, search, hash } = new URL(value);

    if (protocol !== 'http:' && protocol !== 'https:')
    {
        return 'must be a URL that starts with http:// or https://';
    }

    return [username, password, search, hash].some(part => part !== '') ? 'must be a URL without credentials, query and fragment' : undefined;
}
