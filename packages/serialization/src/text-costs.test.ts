import { describe, expect, it } from 'vitest';

import { createCodec } from './index.js';

const codec = createCodec();

describe('a text that a host takes long to make something of', () =>
{
    it.each([
        ['properties of texts', `$RegExp:iv/${'\\p{RGI_Emoji}'.repeat(769)}`],
        ['properties of characters', `$RegExp:u/${'\\P{L}'.repeat(20_000)}`],
        ['sets of characters', `$RegExp:v/${'[\\P{L}--a]'.repeat(1_000)}`],
        ['the name of a host', `$URL:http://${'\u4e00\u4e01'.repeat(20_000)}`],
        ['the name of a host, behind what URLs ignore', `$URL:\u0000h\tttp:${'\u4e00%4e'.repeat(20_000)}`]
    ])('is refused before: %s', (_, text) =>
    {
        const start = process.cpuUsage();

        expect(() => codec.decode(JSON.stringify({ $tagged: 1, value: text }))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);

        const { user, system } = process.cpuUsage(start);

        // They took 200 to 12,000 ms.
        expect((user + system) / 1_000).toBeLessThan(100);
    });

    it('counts with all others of a value', () =>
    {
        const text = `[${Array.from({ length: 200 }, () => '"$RegExp:v/\\\\p{RGI_Emoji}"').join()}]`;

        expect(() => codec.decode(`{"$tagged":1,"value":${text}}`)).toThrow('costly');
    });

    it('crosses where it is little', () =>
    {
        for (const value of [new RegExp('[\\p{L}--a]\\p{N}', 'v'), /\p{Emoji}+/giu, new URL(`data:text/plain,${'\u4e00'.repeat(5_000)}`), new URL(`http://a/${'\u4e00'.repeat(5_000)}`)])
        {
            expect(codec.decode(codec.encode(value))).toEqual(value);
        }
    });
});
