import { Conflict, createError } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { Invocation, Outcome } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import type { ClassDefinition } from '@jitar/serialization';
import { Hono } from 'hono';
import { describe, expect, it, vi } from 'vitest';

import { createTestInvoker } from '../test/invokers.js';
import type { ErrorBody } from './error-answer.js';
import { readPartsBody } from './parts-body.js';
import { rpcRoutes } from './rpc-routes.js';
import type { RpcOptions } from './rpc.js';
import { createServiceApp } from './service-app.js';
import type { ServiceApp } from './service-app.js';

type Run = (args: Readonly<Record<string, unknown>>, invocation: Invocation) => unknown;

function setUp(run: Run = args => args, options: RpcOptions & Partial<Outcome> = {}): { request: (path: string, init?: RequestInit) => Promise<Response>; calls: Invocation[] }
{
    const invoker = createTestInvoker(run, options);
    const app = new Hono().route('/rpc', rpcRoutes(invoker, options));

    return { request: async (path, init) => app.request(path, init), calls: invoker.calls };
}

function post(body: BodyInit | null, headers: Record<string, string> = {}): RequestInit
{
    return { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
}

async function errorOf(response: Response): Promise<{ status: number } & ErrorBody['error']>
{
    return { status: response.status, ...(await response.json() as ErrorBody).error };
}

describe('a call', () =>
{
    it('by GET passes the values of the query as text', async () =>
    {
        const { request, calls } = setUp();
        const answer = await request('/rpc/sales/getMonthData?year=1997&month=&name=a%20b');

        expect(await answer.json()).toEqual({ year: '1997', month: '', name: 'a b' });
        expect(calls[0]).toMatchObject({ fqn: 'sales/getMonthData', match: 'compatible', caller: { kind: 'outside', trusted: false } });
        expect(calls[0]).not.toHaveProperty('version');
        expect(calls[0]).not.toHaveProperty('deadline');
        expect(calls[0]).not.toHaveProperty('dryRun');
    });

    it('by POST passes a JSON object, in which nothing is a tag', async () =>
    {
        const { request } = setUp(args => JSON.stringify(args));

        expect(await (await request('/rpc/f', post('{"$tagged":1,"value":"$NaN","b":["$Set",null]}'))).text()).toBe('{"$tagged":1,"value":"$NaN","b":["$Set",null]}');
        expect((await request('/rpc/f', post('{}', { 'content-type': 'application/json; charset=UTF-8' }))).status).toBe(200);
    });

    it('decodes its name once', async () =>
    {
        const { request, calls } = setUp();

        await request('/rpc/my%20sales/caf%C3%A9%2525');

        expect(calls[0]?.fqn).toBe('my sales/café%25');
    });

    it.each([['2', { version: '2.0.0', match: 'compatible' }], ['2.1', { version: '2.1.0', match: 'compatible' }], ['=2.1.0', { version: '2.1.0', match: 'exact' }]])('asks for version %s', async (version, expected) =>
    {
        const { request, calls } = setUp();

        await request('/rpc/f', { headers: { 'X-Jitar-Procedure-Version': version } });

        expect(calls[0]).toMatchObject(expected);
    });

    it('has a deadline when the caller sets one', async () =>
    {
        const { request, calls } = setUp();
        const now = performance.now();

        await request('/rpc/f', { headers: { 'x-jitar-timeout': '5000' } });

        expect(calls[0]?.deadline).toBeGreaterThanOrEqual(now + 5000);
        expect(calls[0]?.deadline).toBeLessThan(now + 10_000);
    });

    it('carries the headers of the request, but none of the connection, the body or Jitar', async () =>
    {
        const { request, calls } = setUp();

        await request('/rpc/f', post('{}', {
            'Cookie': 'a=b', 'Accept-Language': 'nl', 'Authorization': 'Bearer x', 'X-Tenant': 't', 'X-Hop': '1',
            'Connection': 'keep-alive, X-Hop', 'Accept': '*/*', 'X-Jitar-Procedure-Version': '1', 'X-Jitar-Other': 'x'
        }));

        expect(calls[0]?.headers).toEqual({ 'cookie': 'a=b', 'accept-language': 'nl', 'authorization': 'Bearer x', 'x-tenant': 't' });
    });

    it('is aborted when its caller leaves', async () =>
    {
        const { request, calls } = setUp();
        const controller = new AbortController();

        await request('/rpc/f', { signal: controller.signal });
        controller.abort();

        expect(calls[0]?.signal?.aborted).toBe(true);
    });

    it.each(['HEAD', 'OPTIONS'])('by %s is a dry run', async method =>
    {
        const { request, calls } = setUp(() => { throw new Error('It ran.'); });
        const answer = await request('/rpc/f?a=1', { method });

        expect([answer.status, await answer.text()]).toEqual([200, '']);
        expect(calls[0]).toMatchObject({ dryRun: true, args: { text: '{"a":"1"}' } });
    });
});

describe('a plain result', () =>
{
    it.each(['{"b":1,"a":[{"$Date":"$1"}]}', '[1,[null]]', '{}'])('is answered as it was written: %s', async text =>
    {
        const answer = await rpcRoutes({ invoke: async () => ({ result: { form: 'tagged', text }, headers: {} }) }).request('/f');

        expect(await answer.text()).toBe(text);
        expect([answer.headers.get('content-type'), answer.headers.get('x-jitar-content-type')]).toEqual(['application/json', 'application/json']);
    });
});

describe('a caller that leaves', () =>
{
    it('is none of the log\'s business', async () =>
    {
        const onError = vi.fn();
        const caller = new AbortController();
        const routes = rpcRoutes({
            async invoke({ signal })
            {
                const left = new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()));

                caller.abort();
                await left;

                throw signal?.reason;
            }
        }, { onError });

        expect(await errorOf(await routes.request('/f', { signal: caller.signal }))).toMatchObject({ code: 'CALL_CANCELLED' });
        expect(onError).not.toHaveBeenCalled();
    });
});

describe('trust', () =>
{
    const key = { 'x-jitar-trust-key': 'secret' };

    it('is proved with the key', async () =>
    {
        const { request, calls } = setUp(undefined, { trustKey: 'secret' });

        expect((await request('/rpc/f', { headers: key })).status).toBe(200);
        expect(calls[0]?.caller).toEqual({ kind: 'outside', trusted: true });
        expect(calls[0]?.headers).toEqual({});
    });

    it.each([['another key', 'other'], ['none', undefined]])('is refused where the service has %s, and nothing runs', async (_, trustKey) =>
    {
        const { request, calls } = setUp(undefined, { trustKey });

        expect(await errorOf(await request('/rpc/f', { headers: key }))).toMatchObject({ status: 401, code: 'WRONG_TRUST_KEY' });
        expect(calls).toEqual([]);
    });
});

describe('a trust key', () =>
{
    it.each([' secret', 'secret ', 'secret\n', '\tsecret'])('that no header can carry is refused at once: %j', trustKey =>
    {
        expect(() => setUp(undefined, { trustKey })).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
    });

    it('may have white space within', async () =>
    {
        const { request } = setUp(undefined, { trustKey: 'the secret' });

        expect((await request('/rpc/a', { headers: { 'X-Jitar-Trust-Key': 'the secret' } })).status).toBe(200);
    });
});

describe('a malformed request', () =>
{
    const tooDeep = `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`;

    it.each<[string, string, RequestInit, number]>([
        ['duplicate names', '/rpc/f?a=1&a=2', {}, 400],
        ['a name of middleware in the query', '/rpc/f?*user=1', {}, 400],
        ['a name of middleware in the body', '/rpc/f', post('{"*user":1}'), 400],
        ['a name of middleware in an encoded body', '/rpc/f', post('{"*user":1}', { 'x-jitar-data-encoding': 'tagged' }), 400],
        ['a name of middleware in a body with tags', '/rpc/f', post('{"$tagged":1,"value":{"\\u002auser":"$NaN"}}', { 'x-jitar-data-encoding': 'tagged' }), 400],
        ['a control character in its name', '/rpc/f%1b[31m', {}, 400],
        ['malformed JSON', '/rpc/f', post('{'), 400],
        ['an array', '/rpc/f', post('[]'), 400],
        ['null', '/rpc/f', post('null'), 400],
        ['a text', '/rpc/f', post('"x"'), 400],
        ['a value that is no record', '/rpc/f', post('{"$tagged":1,"value":"$Date:2020-01-01T00:00:00.000Z"}', { 'x-jitar-data-encoding': 'tagged' }), 400],
        ['JSON that is too deep', '/rpc/f', post(tooDeep), 400],
        ['bytes that are no UTF-8', '/rpc/f', post(new Uint8Array([123, 34, 0xff, 34, 58, 49, 125])), 400],
        ['no body', '/rpc/f', { method: 'POST' }, 400],
        ['an empty body', '/rpc/f', post(''), 400],
        ['another content type', '/rpc/f', { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
        ['a text that looks like JSON', '/rpc/f', { method: 'POST', body: '{}' }, 415],
        ['a packed body', '/rpc/f', post('{}', { 'content-encoding': 'gzip' }), 415],
        ['another charset', '/rpc/f', post('{}', { 'content-type': 'application/json; charset=utf-16' }), 415],
        ['a version that is none', '/rpc/f', { headers: { 'x-jitar-procedure-version': '1.x' } }, 400],
        ['a timeout that is none', '/rpc/f', { headers: { 'x-jitar-timeout': '-1' } }, 400],
        ['a timeout of nothing', '/rpc/f', { headers: { 'x-jitar-timeout': '0' } }, 400],
        ['an unknown encoding', '/rpc/f', { headers: { 'x-jitar-data-encoding': 'serialized' } }, 400],
        ['a path with bad escapes', '/rpc/%zz', {}, 400],
        ['a path that is no UTF-8', '/rpc/%ff', {}, 400],
        ['another method', '/rpc/f', { method: 'DELETE' }, 405]
    ])('with %s is refused, and nothing runs', async (_, path, init, status) =>
    {
        const { request, calls } = setUp();

        expect(await errorOf(await request(path, init))).toMatchObject({ status });
        expect(calls).toEqual([]);
    });

    it('names the methods that are allowed', async () =>
    {
        expect((await setUp().request('/rpc/f', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    });

    it('is refused when its body is too large, announced or not', async () =>
    {
        const { request, calls } = setUp(undefined, { bodyLimit: 20 });
        const chunks = new ReadableStream({ pull: controller => controller.enqueue(new TextEncoder().encode('{"a":1234}')) });
        const announced = post('{"a":"0123456789abcdef"}', { 'content-length': '24' });

        expect((await request('/rpc/f', announced)).status).toBe(413);
        expect(await errorOf(await request('/rpc/f', { ...post(chunks), duplex: 'half' } as RequestInit))).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
        expect((await request('/rpc/f', post('{"a":"0123456789ab"}'))).status).toBe(200);
        expect(calls).toHaveLength(1);
    });
});

describe('an answer', () =>
{
    it.each<[string, unknown, string, string | null, string | null]>([
        ['an object', { a: 1 }, '{"a":1}', 'application/json', 'application/json'],
        ['an array', [1], '[1]', 'application/json', 'application/json'],
        ['a text', 'hi', 'hi', 'text/plain', 'text/plain; charset=utf-8'],
        ['an empty text', '', '', 'text/plain', 'text/plain; charset=utf-8'],
        ['a boolean', false, 'false', 'application/boolean', 'application/json'],
        ['a number', 1.5, '1.5', 'application/number', 'application/json'],
        ['no number', NaN, 'NaN', 'application/number', 'text/plain; charset=utf-8'],
        ['minus zero', -0, '-0', 'application/number', 'application/json'],
        ['null', null, 'null', 'application/null', 'application/json'],
        ['undefined', undefined, '', 'application/undefined', null],
        ['a date', new Date(0), '1970-01-01T00:00:00.000Z', 'text/plain', 'text/plain; charset=utf-8'],
        ['a map', new Map([['a', 1n]]), '{"a":"1"}', 'application/json', 'application/json'],
        ['bytes', new Uint8Array([104, 105]), 'hi', null, 'application/octet-stream'],
        ['a Blob', new Blob(['hi'], { type: 'image/svg+xml' }), 'hi', null, 'image/svg+xml'],
        ['a Blob of no type', new Blob(['hi']), 'hi', null, 'application/octet-stream'],
        ['a large File', new File(['x'.repeat(5_000)], 'a.txt', { type: 'text/plain' }), 'x'.repeat(5_000), null, 'text/plain']
    ])('of %s arrives as itself', async (_, result, body, jitarContentType, contentType) =>
    {
        const answer = await setUp(() => result).request('/rpc/f');

        expect(answer.status).toBe(200);
        expect(answer.headers.get('x-jitar-content-type')).toBe(jitarContentType);
        expect(answer.headers.get('content-type')).toBe(contentType);
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        expect(await answer.text()).toBe(body);
    });

    it('has the status and headers of middleware, without those that are the server\'s', async () =>
    {
        const headers = { 'content-type': 'application/pdf', 'x-a': 'b', 'x-jitar-content-type': 'x', 'content-length': '99', 'transfer-encoding': 'chunked' };
        const answer = await setUp(() => new Uint8Array([1]), { headers, status: 201 }).request('/rpc/f');

        expect(answer.status).toBe(201);
        expect(Object.fromEntries(answer.headers)).toEqual({ 'content-length': '1', 'content-type': 'application/pdf', 'x-a': 'b', 'x-content-type-options': 'nosniff' });
    });

    it.each([['a form', new FormData(), 'result'], ['a File in an object', { report: { file: new File(['a'], 'a.txt') } }, 'result.report.file']])('of %s has no plain form, which is told', async (_, result, path) =>
    {
        const answer = await setUp(() => result).request('/rpc/f');

        expect(await errorOf(answer)).toMatchObject({ status: 500, code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining(`"${path}"`) as string });
    });

    it('leads away when middleware sets a location', async () =>
    {
        const answer = await setUp(() => undefined, { headers: { location: '/elsewhere' } }).request('/rpc/f');

        expect([answer.status, answer.headers.get('location')]).toEqual([302, '/elsewhere']);
    });

    it('may have a status without a body', async () =>
    {
        const answer = await setUp(() => 'dropped', { status: 204 }).request('/rpc/f');

        expect([answer.status, await answer.text()]).toEqual([204, '']);
    });

    it('is an error when a header would break out of its line', async () =>
    {
        const onError = vi.fn();
        const answer = await setUp(() => 1, { headers: { 'x-a': 'b\r\nset-cookie: c' }, onError }).request('/rpc/f');

        expect(answer.status).toBe(500);
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect(onError).toHaveBeenCalledOnce();
    });

    it('is encoded for who asks for it, with what middleware set beside it', async () =>
    {
        const { request } = setUp(() => new Date(0), { headers: { 'location': '/x', 'content-type': 'text/calendar' }, status: 301 });
        const answer = await request('/rpc/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });

        expect(answer.status).toBe(200);
        expect(await answer.text()).toBe('{"$tagged":1,"value":"$Date:1970-01-01T00:00:00.000Z"}');
        expect(Object.fromEntries(answer.headers)).toMatchObject({
            'content-type': 'application/json', 'location': '/x', 'x-jitar-data-encoding': 'tagged', 'x-jitar-content-type': 'text/calendar', 'x-jitar-status': '301'
        });
    });
});

describe('a result that cannot be read', () =>
{
    it.each<[string, Outcome['result']]>([
        ['too deep', { form: 'tagged', text: `{"$tagged":1,"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }],
        ['of unknown tags', { form: 'tagged', text: '{"$tagged":1,"value":"$Bogus:1"}' }],
        ['no JSON', { form: 'json', text: 'bogus' }]
    ])('(%s) is no fault of the caller, and tells nothing', async (_title, result) =>
    {
        const heard: unknown[] = [];
        const routes = rpcRoutes({ invoke: async () => ({ result, headers: {} }) }, { onError: error => heard.push(error) });
        const response = await routes.request('/f');

        expect(response.status).toBe(500);
        expect(await response.json()).toMatchObject({ error: { message: 'Internal error', correlationId: expect.any(String) as string } });
        expect(heard).toHaveLength(1);
    });
});

describe('an error', () =>
{
    class OutOfStock extends Conflict
    {
        left = 3;
    }

    const classes = [{ key: 'sales/OutOfStock', parameters: [], fields: ['left'], accessors: [], getters: [], implementation: OutOfStock }];
    const failing = (error: unknown) => (): never => { throw error; };

    it('that is made for callers arrives with status, code and message', async () =>
    {
        const onError = vi.fn();
        const answer = await setUp(failing(new OutOfStock('No chai left', { cause: new Error('secret') })), { onError }).request('/rpc/f');

        expect(answer.headers.get('x-jitar-error-code')).toBe('CONFLICT');
        expect(await answer.json()).toEqual({ error: { code: 'CONFLICT', name: 'OutOfStock', message: 'No chai left' } });
        expect(answer.status).toBe(409);
        expect(onError).not.toHaveBeenCalled();
    });

    it('arrives with its class and fields for who asks for it, without its cause', async () =>
    {
        const error = new OutOfStock('No chai left', { cause: new Error('secret') });
        const { request } = setUp(failing(error), { classes } as RpcOptions);
        const answer = await request('/rpc/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });
        const { payload = '' } = await errorOf(answer);

        expect(payload).toContain('sales/OutOfStock');
        expect(payload).toContain('"left":3');
        expect(payload).not.toContain('secret');
        expect(answer.headers.get('x-jitar-data-encoding')).toBeNull();
    });

    it('arrives without what was added to it and no class declares', async () =>
    {
        const added = { code: 'ENOENT', path: '/secret', config: { headers: { authorization: 'Bearer secret' } } };
        const error = Object.assign(new OutOfStock('No chai left'), { left: [Object.assign(new Error('reason'), added), Object.assign(new Conflict('taken'), { path: '/secret' })] });
        const { request } = setUp(failing(error), { classes } as RpcOptions);
        const { payload = '' } = await errorOf(await request('/rpc/f', { headers: { 'x-jitar-data-encoding': 'tagged' } }));
        const { left } = createCodec({ classes }).decode(payload) as OutOfStock & { left: unknown };

        expect(payload).not.toMatch(/secret|ENOENT/);
        expect(left).toEqual([new Error('reason'), new Conflict('taken')]);
        expect(left).toMatchObject([{}, { code: 'CONFLICT', status: 409 }]);
    });

    it('arrives without what caused the errors in it, and without the classes that only a cause had', async () =>
    {
        class Row
        {
            password = 'hidden';
        }

        const known = [...classes, { key: 'sales/Row', parameters: [], fields: ['password'], accessors: [], getters: [], implementation: Row }];
        const error = new OutOfStock('No chai left', { cause: new Row() });
        const reasons = new AggregateError([new Error('one', { cause: 'secret' }), new Map([[1, new TypeError('two', { cause: new Row() })]])], 'many', { cause: new Row() });
        const { request } = setUp(failing(Object.assign(error, { left: reasons })), { classes: known } as RpcOptions);
        const answer = await request('/rpc/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });
        const { payload = '' } = await errorOf(answer);
        const received = createCodec({ classes }).decode(payload) as OutOfStock & { left: AggregateError };

        expect(payload).not.toMatch(/secret|hidden|password|Row|cause/);
        expect(received).toBeInstanceOf(OutOfStock);
        expect(received.left.errors).toEqual([new Error('one'), new Map([[1, new TypeError('two')]])]);
    });

    it('arrives with the classes that are not its cause\'s, numbered anew', async () =>
    {
        class Row { id = 1; }
        class Product { name = 'chai'; }

        const define = (implementation: new () => object, field: string): ClassDefinition => ({ key: `sales/${implementation.name}`, parameters: [], fields: [field], accessors: [], getters: [], implementation });
        const known = [...classes, define(Row, 'id'), define(Product, 'name')];
        const reasons = new AggregateError([new Product(), new Product()], 'many', { cause: [new Row(), new Product()] });
        const { request } = setUp(failing(Object.assign(new OutOfStock('No chai left'), { left: reasons })), { classes: known } as RpcOptions);
        const answer = await request('/rpc/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });
        const { payload = '' } = await errorOf(answer);

        expect(payload).not.toContain('Row');
        expect((createCodec({ classes: known }).decode(payload) as { left: AggregateError }).left.errors).toEqual([new Product(), new Product()]);
    });

    it('arrives whole although something in it stands in its cause as well', async () =>
    {
        class Row { id = 1; }

        const known = [...classes, { key: 'sales/Row', parameters: [], fields: ['id'], accessors: [], getters: [], implementation: Row }];
        const content = new Uint8Array(2_000).fill(7);
        const shared = { row: new Row(), content, since: new Date(0) };
        const error = new OutOfStock('No chai left', { cause: { password: 'secret', hidden: new Uint8Array(3_000), shared, list: [shared.row] } });
        const left = { first: shared, second: shared.row, third: content, error, own: [{}] as unknown[], text: '$1' };

        left.own.push(left.own[0], left.own);
        Object.assign(error, { left });

        const invoker = createTestInvoker(failing(error), { classes: known });
        const app = new Hono().route('/rpc', rpcRoutes(invoker));
        const answer = await app.request('/rpc/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });
        const { text, parts } = readPartsBody(new Uint8Array(await answer.arrayBuffer()));
        const { payload = '' } = (JSON.parse(text) as ErrorBody).error;
        const received = createCodec({ classes: known }).decodeParts({ text: payload, parts }) as OutOfStock & { left: typeof left };

        expect(text).not.toMatch(/secret|password|hidden|cause/);
        expect(parts.map(part => part.length)).toEqual([2_000]);
        expect(received).toBeInstanceOf(OutOfStock);
        expect(received.left.first.row).toBeInstanceOf(Row);
        expect(received.left.first).toEqual(shared);
        expect(received.left.second).toBe(received.left.first.row);
        expect(received.left.third).toBe(received.left.first.content);
        expect(received.left.error).toBe(received);
        expect([received.left.own[1], received.left.own[2]]).toEqual([received.left.own[0], received.left.own]);
        expect(received.left.own[1]).toBe(received.left.own[0]);
        expect(received.left.text).toBe('$1');
    });

    it('that was thrown as plain data arrives as it is, whatever it looks like', async () =>
    {
        const text = '{"value":["$Error","Error",{"cause":1}],"$tagged":1}';
        const failure = new RemoteFailure({ name: 'Error', message: 'x', status: 409, retryable: false, unstarted: false, payload: { form: 'tagged', text } });
        const answer = await rpcRoutes({ invoke: () => Promise.reject(failure) }).request('/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });

        expect((await errorOf(answer)).payload).toBe(text);
    });

    it.each(['{"$tagged":', '{"$tagged":1,"value":["$Error","AggregateError",{"message":"x","cause":1,"errors":["$9"]}]}', '{"$tagged":1,"value":["$Error","Error",null]}'])('whose text cannot be read arrives by its message: %s', async text =>
    {
        const failure = new RemoteFailure({ name: 'Conflict', message: 'x', status: 409, retryable: false, unstarted: false, payload: { form: 'tagged', text } });
        const answer = await rpcRoutes({ invoke: () => Promise.reject(failure) }).request('/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });

        const error = await errorOf(answer);

        expect(error).toMatchObject({ status: 409, name: 'Conflict', message: 'x' });
        expect(error).not.toHaveProperty('payload');
    });

    it('of any other kind is an internal one, of which the log has the rest', async () =>
    {
        const onError = vi.fn();
        const answer = await setUp(failing(new TypeError('/etc/passwd is secret')), { onError }).request('/rpc/sales/f', { headers: { 'x-jitar-data-encoding': 'tagged' } });
        const correlationId = answer.headers.get('x-jitar-correlation-id');

        expect(await answer.json()).toEqual({ error: { code: 'INTERNAL_ERROR', message: 'Internal error', correlationId } });
        expect(answer.status).toBe(500);
        expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: '/etc/passwd is secret' }), { correlationId, fqn: 'sales/f' });
    });

    it('reaches the log as it was thrown, where it was thrown in this process', async () =>
    {
        const onError = vi.fn();
        const error = new TypeError('boom');
        const failure = Object.assign(new RemoteFailure({ name: 'TypeError', message: 'boom', retryable: false, unstarted: false }), { cause: error });

        await rpcRoutes({ invoke: () => Promise.reject(failure) }, { onError }).request('/f');

        expect(onError.mock.calls[0]?.[0]).toBe(error);
    });

    it('shows its message where that is allowed, and never its stack', async () =>
    {
        const answer = await setUp(failing(new TypeError('boom')), { exposeErrors: true }).request('/rpc/f');
        const text = await answer.text();

        expect(JSON.parse(text)).toMatchObject({ error: { code: 'INTERNAL_ERROR', name: 'TypeError', message: 'boom' } });
        expect(text).not.toContain('.test.ts');
    });

    it('of the cluster hides its addresses', async () =>
    {
        const { request } = setUp(failing(createError('SERVICE_UNREACHABLE', { url: 'http://10.0.0.7:3000' })));

        expect(await errorOf(await request('/rpc/f'))).toMatchObject({ status: 503, code: 'SERVICE_UNREACHABLE', message: 'Service unavailable' });
    });

    it('tells that nothing started, unless it was tried again, and when to come back', async () =>
    {
        const envelope = { name: 'JitarError', message: 'no', code: 'OVERLOADED', status: 503, retryable: true, unstarted: true };
        const headersOf = async (error: unknown): Promise<(string | null)[]> =>
        {
            const { headers } = await setUp(failing(error)).request('/rpc/f');

            return [headers.get('x-jitar-unstarted'), headers.get('retry-after')];
        };

        expect(await headersOf(new RemoteFailure(envelope))).toEqual(['true', '1']);
        expect(await headersOf(new RemoteFailure({ ...envelope, final: true }))).toEqual([null, '1']);
        expect(await headersOf(createError('OUTCOME_UNKNOWN', { peer: 'node-1' }))).toEqual([null, null]);
        expect(await headersOf(new RemoteFailure({ ...envelope, code: 'PROCEDURE_NOT_FOUND', status: 404, retryable: false }))).toEqual(['true', null]);
    });

    it('of the cluster that says nothing of its inside is shown', async () =>
    {
        const { request } = setUp(failing(createError('NO_NODE_FOR_PROCEDURE', { fqn: 'a/b' })));

        expect(await errorOf(await request('/rpc/f'))).toMatchObject({ status: 503, message: 'No node serves "a/b".', hint: expect.any(String) as string });
    });
});

describe('cors', () =>
{
    function app(): ServiceApp
    {
        const service = createServiceApp({ cors: { origin: ['https://a.example'], headers: ['x-tenant'] } });
        service.route('/rpc', rpcRoutes(createTestInvoker(() => 1)));

        return service;
    }

    it('is off by default', async () =>
    {
        const answer = await setUp().request('/rpc/f', { method: 'OPTIONS', headers: { 'origin': 'https://a.example', 'access-control-request-method': 'POST' } });

        expect(answer.status).toBe(204);
        expect([...answer.headers.keys()].filter(name => name.startsWith('access-control-'))).toEqual([]);
    });

    it('answers preflights, and lets pages read answers', async () =>
    {
        const preflight = await app().request('/rpc/f', { method: 'OPTIONS', headers: { 'origin': 'https://a.example', 'access-control-request-method': 'POST' } });

        expect(preflight.status).toBe(204);
        expect(preflight.headers.get('access-control-allow-origin')).toBe('https://a.example');
        expect(preflight.headers.get('access-control-allow-headers')).toContain('x-tenant');

        const answer = await app().request('/rpc/f', { headers: { origin: 'https://a.example' } });

        expect(answer.headers.get('access-control-allow-origin')).toBe('https://a.example');
        expect(answer.headers.get('access-control-expose-headers')).toContain('x-jitar-content-type');
    });

    it('tells a dry run from a preflight', async () =>
    {
        const answer = await app().request('/rpc/f', { method: 'OPTIONS', headers: { origin: 'https://a.example' } });

        expect([answer.status, answer.headers.get('x-jitar-content-type')]).toEqual([200, 'application/undefined']);
        expect(answer.headers.get('access-control-allow-origin')).toBe('https://a.example');
    });

    it('gives other origins nothing', async () =>
    {
        const answer = await app().request('/rpc/f', { headers: { origin: 'https://b.example' } });

        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    });
});

describe('a service application', () =>
{
    it('answers unknown paths and unforeseen errors as the RPC API does', async () =>
    {
        const onError = vi.fn();
        const app = createServiceApp({ onError });
        app.get('/broken', () => { throw new Error('secret'); });

        expect(await errorOf(await app.request('/nothing'))).toMatchObject({ status: 404, code: 'PATH_NOT_FOUND' });
        expect(await errorOf(await app.request('/broken'))).toMatchObject({ status: 500, message: 'Internal error' });
        expect(onError).toHaveBeenCalledOnce();
    });
});
