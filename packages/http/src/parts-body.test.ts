import type { Invocation, Payload } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';

import { createTestInvoker } from '../test/invokers.js';
import { createHttpInvoker } from './http-invoker.js';
import { serve } from './node/serve.js';
import type { Serving } from './node/serve.js';
import { partsContentType, readPartsBody, writePartsBody } from './parts-body.js';
import { rpcRoutes } from './rpc-routes.js';
import { createServiceApp } from './service-app.js';

const text = '{"$tagged":1,"value":{"a":"$Uint8Array:#0","b":"$Uint8Array:#1"}}';
const parts = [new Uint8Array(300).fill(1), new Uint8Array(256).fill(2)];
const body = writePartsBody({ text, parts });

/** A body with other numbers at its beginning. */
function forge(numbers: readonly number[], rest: Uint8Array = body.subarray(16)): Uint8Array<ArrayBuffer>
{
    const forged = new Uint8Array(4 * numbers.length + rest.length);

    numbers.forEach((number, index) => new DataView(forged.buffer).setUint32(4 * index, number));
    forged.set(rest, 4 * numbers.length);

    return forged;
}

const hostile: [string, Uint8Array<ArrayBuffer>][] = [
    ['nothing', new Uint8Array()],
    ['half a head', body.slice(0, 7)],
    ['a head alone', body.slice(0, 8)],
    ['no parts', forge([0, text.length], body.subarray(16, 16 + text.length))],
    ['billions of parts', forge([4_294_967_295, text.length, 300, 256])],
    ['more parts than may be', forge([65_537, 2, ...Array<number>(65_537).fill(256)], new Uint8Array(2))],
    ['more parts than lengths', forge([3, text.length, 300, 256])],
    ['fewer parts than lengths', forge([1, text.length, 300, 256])],
    ['a part of gigabytes', forge([2, text.length, 4_294_967_295, 256])],
    ['a text of gigabytes', forge([2, 4_294_967_295, 300, 256])],
    ['lengths whose sum is right only in 32 bits', forge([2, text.length + 300, 4_294_967_296 - 300, 556])],
    ['a part that is too long by one', forge([2, text.length, 301, 256])],
    ['a part that is too short by one', forge([2, text.length, 299, 256])],
    ['more bytes than announced', forge([2, text.length, 300, 256], new Uint8Array([...body.subarray(16), 1]))],
    ['fewer bytes than announced', body.slice(0, -1)],
    ['an empty part', forge([2, text.length, 556, 0])],
    ['many small parts', forge([20_000, 2, ...Array<number>(20_000).fill(1)], new Uint8Array(20_002))],
    ['parts without a text', forge([2, 0, 300, 256], body.subarray(16 + text.length))],
    ['a text that is no UTF-8', forge([1, 2, 256], new Uint8Array(258).fill(255))],
    ['a text that is no JSON', writePartsBody({ text: '{', parts })],
    ['a text that refers to no part', writePartsBody({ text: '{}', parts })],
    ['a text that refers to one part twice', writePartsBody({ text: '{"$tagged":1,"value":{"a":"$Uint8Array:#0","b":"$Uint8Array:#0"}}', parts: parts.slice(1) })],
    ['a text that refers to parts that are not there', writePartsBody({ text: text.replace('}}', ',"c":"$Uint8Array:#2"}}'), parts })],
    ['a text of arguments that is a list', writePartsBody({ text: '{"$tagged":1,"value":["$Uint8Array:#0","$Uint8Array:#1"]}', parts })]
];

function post(content: BodyInit, headers: Record<string, string> = {}): RequestInit
{
    return { method: 'POST', body: content, headers: { 'content-type': partsContentType, 'x-jitar-data-encoding': 'tagged', ...headers } };
}

describe('a body with parts', () =>
{
    it('says how many there are, and all lengths, before the text and the parts', () =>
    {
        expect([...body.subarray(0, 16)]).toEqual([0, 0, 0, 2, 0, 0, 0, text.length, 0, 0, 1, 44, 0, 0, 1, 0]);
        expect(readPartsBody(body)).toEqual({ text, parts });
        expect(readPartsBody(new Uint8Array([1, 2, 3, ...body]).subarray(3))).toEqual({ text, parts });
    });

    it('is taken from who sends tagged values only, and with no other name', async () =>
    {
        const app = new Hono().route('/rpc', rpcRoutes(createTestInvoker(() => 1)));
        const statuses = [];

        for (const headers of [{}, { 'content-type': 'APPLICATION/vnd.jitar.parts' }, { 'x-jitar-data-encoding': '' }, { 'content-type': 'application/octet-stream' }, { 'content-type': `${partsContentType}; a=b` }])
        {
            const request = post(body, headers);

            if (headers['x-jitar-data-encoding'] === '')
            {
                delete (request.headers as Record<string, string>)['x-jitar-data-encoding'];
            }

            statuses.push((await app.request('/rpc/f', request)).status);
        }

        expect(statuses).toEqual([200, 200, 415, 415, 415]);
    });

    it('is bounded like any other', async () =>
    {
        const app = new Hono().route('/rpc', rpcRoutes(createTestInvoker(() => 1), { bodyLimit: 500 }));

        expect((await app.request('/rpc/f', post(body))).status).toBe(413);
    });

    it.each(hostile)('is refused, and takes no memory, with %s', async (_, content) =>
    {
        const invoker = createTestInvoker(() => 1);
        const app = new Hono().route('/rpc', rpcRoutes(invoker, { bodyLimit: 1_000_000 }));
        const request = new Request('http://localhost/rpc/f', post(content));
        const before = process.memoryUsage().arrayBuffers;
        const answer = await app.fetch(request);

        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * content.length + 4_000_000);
        expect(answer.status).toBe(400);
        expect((await answer.json() as { error: { code: string } }).error.code).toMatch(/^(INVALID_REQUEST|VALUE_NOT_READABLE)$/);
        expect(invoker.calls).toEqual([]);
    });

    it.each(hostile.slice(0, -1))('is refused as an answer with %s', async (_, content) =>
    {
        const headers = { 'content-type': partsContentType, 'x-jitar-data-encoding': 'tagged' };
        const invoker = createHttpInvoker({ url: 'http://other', fetch: async () => new Response(content, { headers }) });
        const invocation: Invocation = { fqn: 'f', match: 'compatible', args: { form: 'live', value: {} }, headers: {}, caller: { kind: 'outside', trusted: false } };

        await expect(invoker.invoke(invocation)).rejects.toMatchObject({ code: expect.stringMatching(/^(INVALID_ANSWER|VALUE_NOT_READABLE)$/) as string });
    });
});

const open: Serving[] = [];

afterEach(async () => { await Promise.all(open.splice(0).map(serving => serving.close())); });

describe('bytes over HTTP', () =>
{
    const megabyte = new Uint8Array(1_000_000).map((_, index) => index * 7);

    class Scan
    {
        constructor(readonly content: ArrayBuffer) { }
    }

    class Damaged extends Error
    {
        readonly status = 409;
        content = megabyte.slice();
    }

    const define = (implementation: new (content: ArrayBuffer) => object, parameters: string[]): { key: string; parameters: string[]; fields: string[]; accessors: []; getters: []; implementation: new (content: ArrayBuffer) => object } =>
        ({ key: implementation.name, parameters, fields: ['content'], accessors: [], getters: [], implementation });
    const classes = [define(Scan, ['content']), define(Damaged as never, [])];
    const codec = createCodec({ classes });

    /** One service, and one that passes on to it. */
    async function setUp(run: (args: Readonly<Record<string, unknown>>) => unknown): Promise<(args: Payload) => Promise<unknown>>
    {
        const options = { bodyLimit: 10_000_000, exposeErrors: true };
        let invoker = createTestInvoker(run, { classes }) as ReturnType<typeof createHttpInvoker>;

        for (let service = 0; service < 2; service++)
        {
            const app = createServiceApp();
            app.route('/rpc', rpcRoutes(invoker, options));

            const serving = await serve({ fetch: request => app.fetch(request) }, { url: 'http://127.0.0.1:0' });

            open.push(serving);
            invoker = createHttpInvoker({ url: serving.url, codec });
        }

        return async args =>
        {
            const { result } = await invoker.invoke({ fqn: 'f', match: 'compatible', args, headers: {}, caller: { kind: 'outside', trusted: false } });

            return result.form === 'live' ? result.value : result;
        };
    }

    function form(): FormData
    {
        const data = new FormData();

        data.append('title', 'a scan');
        data.append('scan', new File([megabyte], 'scan.bin', { type: 'application/x-scan', lastModified: 5 }));

        return data;
    }

    async function look(value: unknown): Promise<unknown>
    {
        if (value instanceof Scan || value instanceof Damaged)
        {
            return [value.constructor.name, await look(value.content)];
        }

        if (value instanceof FormData)
        {
            return Promise.all(Array.from(value, async ([name, item]) => [name, await look(item)]));
        }

        if (value instanceof Blob)
        {
            return [value.constructor.name, value.type, (value as File).name, await look(new Uint8Array(await value.arrayBuffer()))];
        }

        return ArrayBuffer.isView(value) ? [value.constructor.name, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')]
            : value instanceof ArrayBuffer ? Buffer.from(value).toString('base64') : value;
    }

    it.each<[string, () => unknown]>([
        ['a megabyte', () => megabyte],
        ['a Buffer', () => Buffer.from(megabyte)],
        ['an ArrayBuffer in an instance', () => new Scan(megabyte.buffer)],
        ['a Blob', () => new Blob([megabyte], { type: 'image/png' })],
        ['a File in a form', form]
    ])('arrive as they were sent, through another service: %s', async (_, make) =>
    {
        const call = await setUp(({ value }) => value);
        const expected = await look(make());
        const encoded = { form: 'tagged', ...await codec.encodeAsync({ value: make() }) } as const;
        const result = await call(encoded) as typeof encoded;

        expect(await look(await call({ form: 'live', value: { value: make() } }))).toEqual(expected);
        expect(result.parts.map(part => part.length)).toEqual([1_000_000]);
        expect(await look(codec.decodeParts(result))).toEqual(expected);
    });

    it('arrive with an error', async () =>
    {
        const call = await setUp(() => { throw new Damaged('Damaged'); });
        const error: unknown = await call({ form: 'live', value: {} }).catch((thrown: unknown) => thrown);

        expect(await look(error)).toEqual(await look(new Damaged('Damaged')));
    });
});
