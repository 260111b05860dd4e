import { createCodec } from '@jitar/serialization';
import { describe, expect, it } from 'vitest';

import { keepingCodec } from './codecs.js';
import { Response, isResponse, responseOf, toOutcome } from './response.js';

const codec = createCodec();

describe('Response', () =>
{
    it('has status 200 until another is set', async () =>
    {
        const response = new Response({ result: 1 });

        expect(response.status).toBe(200);
        expect(await toOutcome(response, true, codec)).toEqual({ result: { form: 'live', value: 1 }, headers: {} });

        response.status = 202;

        expect((await toOutcome(response, true, codec)).status).toBe(202);
    });

    it('has headers in whatever case', async () =>
    {
        const response = new Response({ headers: { 'Retry-After': '5' } });

        response.setHeader('X-A', '1');

        expect([response.getHeader('retry-AFTER'), response.hasHeader('x-a')]).toEqual(['5', true]);

        response.removeHeader('x-A');

        expect((await toOutcome(response, true, codec)).headers).toEqual({ 'retry-after': '5' });
    });

    it('is encoded for callers that are elsewhere', async () =>
    {
        const { result } = await toOutcome(new Response({ result: new Date(0) }), false, codec);

        expect(result.form === 'tagged' && codec.decode(result.text)).toEqual(new Date(0));
    });

    it('of another copy of this package counts as well', async () =>
    {
        const specifier = './response.js?copy';
        const other = await import(specifier) as { Response: typeof Response };
        const foreign = new other.Response({ status: 201, result: 'made', headers: { a: 'b' } });

        expect(isResponse(foreign)).toBe(true);
        expect(await toOutcome(foreign, true, codec)).toEqual({ result: { form: 'live', value: 'made' }, status: 201, headers: { a: 'b' } });
    });
});

describe('the response of an outcome', () =>
{
    it('passes an untouched result on as it came', async () =>
    {
        const outcome = { result: { form: 'tagged', text: 'not even JSON' }, headers: { a: 'b' }, status: 201 } as const;

        expect(await toOutcome(responseOf(outcome, keepingCodec()), false, codec)).toEqual(outcome);
    });

    it('encodes what was set, and what was changed where it is', async () =>
    {
        const outcome = { result: { form: 'tagged', text: '{"items":[1]}' }, headers: {} } as const;
        const set = responseOf(outcome, codec);
        const changed = responseOf(outcome, codec);
        const read = responseOf({ result: { form: 'tagged', text: ' 1' }, headers: {} }, codec);

        set.result = 'other';
        (changed.result as { items: number[] }).items.push(2);

        expect((await toOutcome(set, false, codec)).result).toEqual({ form: 'tagged', text: '"other"' });
        expect((await toOutcome(changed, false, codec)).result).toEqual({ form: 'tagged', text: '{"items":[1,2]}' });
        expect(read.result).toBe(1);
        expect((await toOutcome(read, false, codec)).result).toEqual({ form: 'tagged', text: ' 1' });
    });
});
