import { NotFound, createError } from '@jitar/errors';
import type { EncodedPayload, Invocation, Invoker, PayloadStream, StreamStep } from '@jitar/protocol';
import { Hono } from 'hono';
import { describe, expect, it, vi } from 'vitest';

import { createHttpInvoker } from './http-invoker.js';
import type { RpcOptions } from './rpc.js';
import { rpcRoutes } from './rpc-routes.js';

interface TestStream extends PayloadStream { asked: number; stopped: boolean }

function createStream(produce: (count: number) => StreamStep | Promise<StreamStep>, kind: PayloadStream['kind'] = 'generator', timeout?: number): TestStream
{
    const stream: TestStream = { kind, ...timeout !== undefined && { timeout }, asked: 0, stopped: false, next: async () => produce(stream.asked++), stop: () => { stream.stopped = true; } };

    return stream;
}

const item = (text: string, parts?: Uint8Array[]): StreamStep => ({ done: false, payload: { form: 'tagged', text, ...parts && { parts } } });
const items = (...texts: string[]): TestStream => createStream(count => count < texts.length ? item(texts[count]!) : { done: true });

function payloadOf(...streams: PayloadStream[]): EncodedPayload
{
    return { form: 'tagged', text: streams.length === 1 ? '{"$tagged":1,"value":"$Stream:#0"}' : `{"$tagged":1,"value":[${streams.map((_, number) => `"$Stream:#${number}"`).join()}]}`, streams };
}

function appOf(answer: (invocation: Invocation) => EncodedPayload, options: RpcOptions = {}): Hono
{
    const invoker: Invoker = { invoke: async invocation => ({ result: answer(invocation), headers: {} }) };

    const app = new Hono();

    app.route('/rpc', rpcRoutes(invoker, options));

    return app;
}

async function ask(stream: PayloadStream, headers: Record<string, string> = {}, options: RpcOptions = {}): Promise<Response>
{
    return appOf(() => payloadOf(stream), options).request('/rpc/f', { headers });
}

describe('a stream of items', () =>
{
    it('is answered as a line of JSON for each, and one that it is complete', async () =>
    {
        const answer = await ask(items('{"a":1}', '"text"', '{"$tagged":1,"value":"$undefined"}', '{"$tagged":1,"value":["$Map","a",1]}'));

        expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
        expect(answer.headers.get('content-length')).toBeNull();
        expect(await answer.text()).toBe('{"a":1}\n"text"\nnull\n{"a":1}\n{"done":true}\n');
    });

    it('tells in the last line what its generator returned', async () =>
    {
        expect(await (await ask(createStream(() => ({ done: true, payload: { form: 'tagged', text: '[1]' } })))).text()).toBe('{"done":true,"value":[1]}\n');
    });

    it('that fails before its first item is answered as any failure', async () =>
    {
        const answer = await ask(createStream(() => { throw new NotFound('No such thing.'); }));

        expect(answer.status).toBe(404);
        expect(await answer.json()).toMatchObject({ error: { message: 'No such thing.' } });
    });

    it('that fails later tells so in its last line, and no more than an outsider gets to know', async () =>
    {
        const onError = vi.fn();
        const fail = (error: Error): TestStream => createStream(count => { if (count === 0) { return item('1'); } throw error; });
        const failure = new Error('The password is "secret".');
        const [known, unknown] = [await (await ask(fail(createError('OVERLOADED', { limit: 3 })))).text(), await (await ask(fail(failure), {}, { onError })).text()];
        const record = (text: string): unknown => JSON.parse(text.split('\n')[1]!);

        expect(record(known)).toMatchObject({ error: { code: 'OVERLOADED' } });
        expect(record(unknown)).toEqual({ error: { code: 'INTERNAL_ERROR', message: 'Internal error', correlationId: expect.any(String) as string } });
        expect(onError).toHaveBeenCalledWith(failure, expect.anything());
    });

    it('that holds what has no plain form fails, and stops', async () =>
    {
        const stream = createStream(count => count === 0 ? item('1') : { done: false, payload: payloadOf(items()) });

        expect(await (await ask(stream)).text()).toMatch(/^1\n\{"error":\{"code":"UNSUPPORTED_RESULT"/);
        expect(stream.stopped).toBe(true);
    });

    it('is answered as server-sent events where they are asked for, before its first item', async () =>
    {
        let give: (() => void) | undefined;
        const stream = createStream(count => count === 0 ? new Promise(resolve => { give = () => resolve(item('{"a":"b\\n"}')); }) : { done: true });
        const answer = await ask(stream, { accept: 'text/event-stream' });

        expect(answer.headers.get('content-type')).toBe('text/event-stream');
        expect(answer.headers.get('cache-control')).toBe('no-cache');

        const text = answer.text();

        await vi.waitUntil(() => give);
        give!();
        expect(await text).toBe('data: {"a":"b\\n"}\n\nevent: end\ndata: {"done":true}\n\n');
    });

    it('tells of its failure by an event that is none of the connection', async () =>
    {
        expect(await (await ask(createStream(() => { throw new NotFound('No.'); }), { accept: 'text/event-stream, */*' })).text()).toMatch(/^event: failure\ndata: \{"error":\{"code":"NOT_FOUND"/);
    });

    it('is asked for little more than is read, and stops when its reader leaves', async () =>
    {
        const stream = createStream(count => item(String(count)));
        const reader = (await ask(stream)).body!.getReader();

        await reader.read();
        await new Promise(resolve => setTimeout(resolve, 10));
        expect(stream.asked).toBeLessThanOrEqual(18);
        await reader.cancel();
        expect(stream.stopped).toBe(true);
    });

    it.each<PayloadStream['kind']>(['generator', 'bytes'])('stops when its reader leaves before there is anything of it (%s)', async kind =>
    {
        const caller = new AbortController();
        const onError = vi.fn();
        const stream = createStream(() => new Promise(() => undefined), kind);
        const answer = appOf(() => payloadOf(stream), { onError }).request('/rpc/f', { signal: caller.signal });

        await vi.waitUntil(() => stream.asked);
        caller.abort();
        expect(await (await answer).json()).toMatchObject({ error: { code: 'CALL_CANCELLED' } });
        expect(stream.stopped).toBe(true);
        expect(onError).not.toHaveBeenCalled();
    });

    it('is never asked when its reader has left already', async () =>
    {
        const caller = new AbortController();
        const stream = items('1');

        await appOf(() => { caller.abort(); return payloadOf(stream); }).request('/rpc/f', { signal: caller.signal });
        expect([stream.asked, stream.stopped]).toEqual([0, true]);
    });

    it('within something else has no plain form', async () =>
    {
        const streams = [items(), items()];
        const answer = await appOf(() => payloadOf(...streams)).request('/rpc/f');

        expect([answer.status, streams.map(({ stopped }) => stopped)]).toEqual([501, [true, true]]);
    });
});

describe('a stream of bytes', () =>
{
    it('is answered as they are', async () =>
    {
        const answer = await ask(createStream(count => count < 2 ? { done: false, bytes: new Uint8Array([count, 255]) } : { done: true }, 'bytes'));

        expect(answer.headers.get('content-type')).toBe('application/octet-stream');
        expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 1, 255]);
    });

    it('may be one of values that are bytes', async () =>
    {
        const answer = await ask(createStream(count => count === 0 ? item('{"$tagged":1,"value":"$Uint8Array:AQI="}') : count === 1 ? item('{"$tagged":1,"value":"$Uint8Array:#0"}', [new Uint8Array([3])]) : { done: true }, 'values'));

        expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([1, 2, 3]);
    });

    it('has no end when it fails, and is told to the log', async () =>
    {
        const onError = vi.fn();
        const answer = await ask(createStream(count => { if (count === 0) { return { done: false, bytes: new Uint8Array(1) }; } throw new Error('broken'); }, 'bytes'), {}, { onError });

        await expect(answer.arrayBuffer()).rejects.toThrow('broken');
        expect(onError).toHaveBeenCalledOnce();
    });
});

describe('a caller that reads the form of the codec', () =>
{
    async function call(answer: EncodedPayload, options: RpcOptions = {}): Promise<readonly PayloadStream[]>
    {
        const app = appOf(() => answer, options);
        const invoker = createHttpInvoker({ url: 'http://test', fetch: async (url, init) => app.request(url, init) });
        const { result } = await invoker.invoke({ fqn: 'f', match: 'compatible', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false } });

        expect((result as EncodedPayload).text).toBe(answer.text);

        return (result as EncodedPayload).streams!;
    }

    it('gets the streams of an answer, whatever is in them', async () =>
    {
        const part = new Uint8Array(2_000).fill(3);
        const [first, second] = await call(payloadOf(
            createStream(count => count === 0 ? item('{"$tagged":1,"value":"$Uint8Array:#0"}', [part]) : { done: true, payload: { form: 'tagged', text: '"end"' } }, 'generator', 500),
            createStream(count => count === 0 ? { done: false, bytes: part } : { done: true }, 'bytes')));

        expect(first).toMatchObject({ kind: 'generator', timeout: 500 });
        expect(await second!.next()).toEqual({ done: false, bytes: part });
        expect(await first!.next()).toEqual(item('{"$tagged":1,"value":"$Uint8Array:#0"}', [part]));
        expect(await Promise.all([first!.next(), first!.next(), second!.next()])).toEqual([{ done: true, payload: { form: 'tagged', text: '"end"' } }, { done: true }, { done: true }]);
    });

    it('gets failures with what an outsider gets to know', async () =>
    {
        const [stream] = await call(payloadOf(createStream(() => { throw new NotFound('No.'); })));

        await expect(stream!.next()).rejects.toMatchObject({ envelope: { message: 'No.', code: 'NOT_FOUND' } });
        expect(await stream!.next()).toEqual({ done: true });
    });

    it('stops what produces a stream by leaving', async () =>
    {
        const source = createStream(count => item(String(count)));
        const [stream] = await call(payloadOf(source));

        await stream!.next();
        expect(await stream!.next({ how: 'return', value: { form: 'tagged', text: '7' } })).toEqual({ done: true, payload: { form: 'tagged', text: '7' } });
        await vi.waitUntil(() => source.stopped);
        expect(await stream!.next()).toEqual({ done: true });
    });

    it('hears that HTTP carries nothing to a generator', async () =>
    {
        const [stream] = await call(payloadOf(items('1')));

        await expect(stream!.next({ how: 'next', value: { form: 'tagged', text: '7' } })).rejects.toMatchObject({ code: 'STREAM_NOT_CARRIED' });
    });

    it('cannot pass streams', async () =>
    {
        const invoker = createHttpInvoker({ url: 'http://test', fetch: async () => Promise.reject(new Error('It was sent.')) });

        await expect(invoker.invoke({ fqn: 'f', match: 'compatible', args: payloadOf(items()), headers: {}, caller: { kind: 'outside', trusted: false } })).rejects.toMatchObject({ code: 'STREAM_NOT_CARRIED' });
    });

    it.each([
        ['ends early', [0, 0, 0, 1, 2, 0, 0]],
        ['holds a record of an unknown type', [0, 0, 0, 0, 9, 0, 0]],
        ['holds a record of no stream', [0, 0, 0, 0, 4, 0, 5]],
        ['announces a record that is too large', [255, 0, 0, 0, 2, 0, 0]],
        ['ends before its streams', []]
    ])('refuses an answer that %s', async (_, end) =>
    {
        const body = Buffer.from([...[0, 0, 0, 19, 0, 0, 0], ...Buffer.from('[{"kind":"values"}]'), ...[0, 0, 0, 4, 1, 0, 0], ...Buffer.from('null'), ...end]);
        const invoker = createHttpInvoker({ url: 'http://test', fetch: async () => new Response(body, { headers: { 'content-type': 'application/vnd.jitar.streams', 'x-jitar-data-encoding': 'tagged' } }) });
        const { result } = await invoker.invoke({ fqn: 'f', match: 'compatible', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false } });

        await expect((result as EncodedPayload).streams![0]!.next()).rejects.toMatchObject({ code: 'INVALID_ANSWER' });
    });
});
