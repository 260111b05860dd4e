import { classes, payloads } from '@tooling/hostile';
import { guardTests } from '@tooling/hostile/guard';
import { describe, expect, it } from 'vitest';

import { copy, createCodec, parsePlain, toPlain } from '../../src/index.js';
import type { Codec } from '../../src/index.js';

// In a plain form what is shared is written each time, up to the limit.
const limits = { items: 1_000_000 };
const knowing = createCodec({ classes, regExp: false, limits });
const trusting = createCodec({ classes, limits });
const keeping = createCodec({ unknownClasses: 'keep', regExp: false, limits });

const guard = guardTests();

/** The value of a call, or that it was refused: with this code, and nothing of what was sent. */
function attempt(code: string, call: () => unknown): { readonly value?: unknown; readonly refused: boolean }
{
    try
    {
        return { value: call(), refused: false };
    }
    catch (error)
    {
        expect(error).toMatchObject({ code, status: code === 'VALUE_NOT_READABLE' ? 400 : 500 });
        expect(chainOf(error)).not.toMatch(/leaked.secret/);

        return { refused: true };
    }
}

/** The messages of an error and of what caused it. */
function chainOf(error: unknown): string
{
    return error instanceof Error ? `${error.message} ${chainOf(error.cause)}` : '';
}

/** What a service does with a value: writes it, copies it, and shows it to who reads plain JSON. */
function use(value: unknown, codec: Codec): void
{
    const written = attempt('VALUE_NOT_SERIALIZABLE', () => codec.encode(value));
    const copied = attempt('VALUE_NOT_SERIALIZABLE', () => copy(value, codec, codec));

    if (!written.refused)
    {
        expect(codec.encode(codec.decode(written.value as string))).toBe(written.value);
        expect(codec.encode(copied.value)).toBe(written.value);
    }

    const plain = attempt('VALUE_NOT_SERIALIZABLE', () => toPlain(value, { codec }));

    if (!plain.refused)
    {
        expect(JSON.stringify(plain.value)).not.toContain('polluted":"');
    }
}

describe('a codec', () =>
{
    it.each(payloads)('$name: $outcome', ({ text, mode, outcome }) => guard(text.length, () =>
    {
        const read = attempt('VALUE_NOT_READABLE', () => knowing.decode(text));

        expect(read.refused ? 'refused' : 'inert').toBe(outcome);

        for (const codec of [knowing, trusting, keeping])
        {
            const { refused, value } = attempt('VALUE_NOT_READABLE', () => codec.decode(text));

            if (!refused)
            {
                use(value, codec);
            }

            // Nothing but the one that asks for a part may get it.
            expect(attempt('VALUE_NOT_READABLE', () => codec.decodeParts({ text, parts: [new Uint8Array(9)] })).refused).toBe(!text.includes('#0'));
        }

        const plain = attempt('VALUE_NOT_READABLE', () => parsePlain(text));

        // Nothing in plain JSON is a tag, so of a tagged text only names can be refused.
        expect(plain.refused).toBe(mode === 'plain' ? outcome === 'refused' : plain.refused);
    }));
});
