import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';

import { JitarError } from '@jitar/errors';
import { describe, expect, it } from 'vitest';

import { createCodec, createStreamList, giveStreams } from '../src/index.js';
import { Box, Employee, Money, Person, SoldOut, Team, classes } from './classes.js';
import { readBlobs, same } from './same.js';

/** A text that is read, with the parts beside it (base64). */
interface Vector
{
    readonly description: string;
    readonly text: string;
    readonly parts?: readonly string[];
}

interface ValidVector extends Vector
{
    /** The value, as an expression of JavaScript. */
    readonly value: string;
    /** The text that is written of what was read. */
    readonly written: string;
    readonly writtenParts?: readonly string[];
    /** What not every host has; the text is refused where it is missing. */
    readonly needs?: string;
}

interface Vectors<Kind extends Vector>
{
    /** The classes that the reader knows. */
    readonly classes: readonly { readonly description: string; readonly key: string; readonly parameters: readonly string[]; readonly fields: readonly string[]; readonly accessors: readonly string[] }[];
    readonly vectors: readonly Kind[];
}

const codec = createCodec({ classes });
const valid = read<ValidVector>('valid');
const refused = read<Vector>('refused');
const known = { JitarError, Box, Employee, Money, Person, SoldOut, Team };
const host: Readonly<Record<string, unknown>> = { ...globalThis, Temporal: (globalThis as Record<string, unknown>)['Temporal'], Float16Array: (globalThis as Record<string, unknown>)['Float16Array'] };

function read<Kind extends Vector>(name: string): Vectors<Kind>
{
    return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as Vectors<Kind>;
}

function decode({ text, parts = [] }: Vector): unknown
{
    return codec.decodeParts({ text, parts: parts.map(part => new Uint8Array(Buffer.from(part, 'base64'))) });
}

function evaluate(expression: string): unknown
{
    return (compileFunction(`return ${expression}`, Object.keys(known)) as (...args: unknown[]) => unknown)(...Object.values(known));
}

const label = ({ description, text }: Vector): readonly [string, string] => [description, text.length > 100 ? `${text.slice(0, 100)}…` : text];

it('the classes of the vectors are those of the codec', () =>
{
    for (const { description, ...told } of [...valid.classes, ...refused.classes])
    {
        expect(classes).toContainEqual(expect.objectContaining(told));
        expect(description).not.toBe('');
    }
});

describe('is read, and written again', () =>
{
    it.each(valid.vectors.map(vector => [...label(vector), vector] as const))('%s: %s', async (_description, _text, vector) =>
    {
        if (vector.needs !== undefined && host[vector.needs] === undefined)
        {
            expect(() => decode(vector)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);

            return;
        }

        const value = decode(vector);
        const { text, parts } = await codec.encodeAsync(value);

        const expected = evaluate(vector.value);

        await readBlobs(expected, value);

        expect(same(expected, value)).toBe(true);
        expect(text).toBe(vector.written);
        expect(parts.map(part => Buffer.from(part).toString('base64'))).toEqual(vector.writtenParts ?? []);
        expect((await codec.encodeAsync(expected)).text).toBe(vector.written);
    });
});

describe('is refused', () =>
{
    it.each(refused.vectors.map(vector => [...label(vector), vector] as const))('%s: %s', (_description, _text, vector) =>
    {
        expect(() => decode(vector)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);
    });
});

describe('with streams', () =>
{
    const { vectors } = JSON.parse(readFileSync(new URL('../vectors/streams.json', import.meta.url), 'utf8')) as { readonly vectors: readonly (Vector & { readonly streams: readonly string[]; readonly read: boolean })[] };

    it.each(vectors.map(vector => [vector.description, vector] as const))('%s', (_description, { text, streams, read: isRead }) =>
    {
        const given = streams.map(kind => kind === 'AbortSignal' ? new AbortController().signal : (async function* () { /* Has nothing. */ })());
        const decodeNow = (): unknown => codec.decodeParts({ text, parts: [] }, 'value', giveStreams(given));

        if (!isRead)
        {
            expect(decodeNow).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);

            return;
        }

        const list = createStreamList();

        expect(codec.encodeParts(decodeNow(), 'value', list.take).text).toBe(text);
        expect(list.streams).toEqual(given);
    });
});

it('no two vectors are the same', () =>
{
    const texts = [...valid.vectors, ...refused.vectors].map(({ text, parts }) => JSON.stringify([text, parts]));

    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
});
