import { describe, expect, it } from 'vitest';

import { formatTraceparent, lazySpan, parseTraceparent, startSpan } from './trace.js';

const header = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('parseTraceparent', () =>
{
    it('reads what it writes', () =>
    {
        const span = parseTraceparent(header);

        expect(span).toEqual({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', parentId: undefined, flags: '01' });
        expect(span && formatTraceparent(span)).toBe(header);
    });

    it('reads a later version that has more fields', () =>
    {
        expect(parseTraceparent(`${header.replace('00', '01')}-more`)?.spanId).toBe('b7ad6b7169203331');
    });

    it.each([
        ['none', undefined],
        ['an empty one', ''],
        ['version ff', header.replace('00', 'ff')],
        ['a trace id of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
        ['a span id of zeros', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
        ['capitals', header.toUpperCase()],
        ['version 00 with more fields', `${header}-more`],
        ['a short one', header.slice(0, -1)]
    ])('ignores %s', (_, text) =>
    {
        expect(parseTraceparent(text)).toBeUndefined();
    });
});

describe('startSpan', () =>
{
    it('stays in the trace of its parent, with its flags', () =>
    {
        const child = startSpan(parseTraceparent(header.replace(/01$/, '00')));

        expect(child).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentId: 'b7ad6b7169203331', flags: '00' });
        expect(child.spanId).toMatch(/^[0-9a-f]{16}$/);
        expect(child.spanId).not.toBe('b7ad6b7169203331');
    });

    it('never starts the same one twice', () =>
    {
        const spans = Array.from({ length: 10_000 }, () => startSpan(undefined));

        expect(new Set(spans.flatMap(({ traceId, spanId }) => [traceId.slice(0, 16), traceId.slice(16), spanId])).size).toBe(30_000);
        expect(spans.map(formatTraceparent).filter(text => parseTraceparent(text) === undefined)).toEqual([]);
    });

    it('starts a trace where there is none', () =>
    {
        const span = startSpan(undefined);

        expect(parseTraceparent(formatTraceparent(span))).toBeDefined();
        expect(span.parentId).toBeUndefined();
    });
});

describe('lazySpan', () =>
{
    it('is the same span each time, and made only when asked for', () =>
    {
        let made = 0;
        const span = lazySpan(() => { made++; return undefined; });

        expect(made).toBe(0);
        expect(span()).toBe(span());
        expect(made).toBe(1);
    });
});
