import { Conflict, hasCode } from '@jitar/errors';
import { isRemoteFailure } from '@jitar/protocol';
import type { Invocation, Outcome, RemoteFailure } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import type { ClassDefinition } from '@jitar/serialization';
import { afterEach, describe, expect, it } from 'vitest';

import { createTestInvoker } from '../test/invokers.js';
import { createHttpInvoker } from './http-invoker.js';
import type { HttpInvokerOptions } from './http-invoker.js';
import { serve } from './node/serve.js';
import type { Serving } from './node/serve.js';
import { rpcRoutes } from './rpc-routes.js';
import type { RpcOptions } from './rpc.js';
import { createServiceApp } from './service-app.js';

class OutOfStock extends Conflict
{
    left = 3;
}

const classes: readonly ClassDefinition[] = [{ key: 'sales/OutOfStock', parameters: [], fields: ['left'], accessors: [], getters: [], implementation: OutOfStock }];

const open: Serving[] = [];

afterEach(async () =>
{
    await Promise.all(open.splice(0).map(serving => serving.close()));
});

type Run = (args: Readonly<Record<string, unknown>>, invocation: Invocation) => unknown;

async function setUp(run: Run, options: RpcOptions & Partial<Outcome> & Partial<HttpInvokerOptions> = {}): Promise<{ call: (invocation: Partial<Invocation>) => Promise<Outcome>; calls: Invocation[]; url: string }>
{
    const target = createTestInvoker(run, { ...options, classes });
    const app = createServiceApp();
    app.route('/rpc', rpcRoutes(target, options));
    const serving = await serve({ fetch: request => app.fetch(request) }, { url: 'http://127.0.0.1:0' });
    const invoker = createHttpInvoker({ ...options, url: serving.url });
    open.push(serving);

    return {
        call: invocation => invoker.invoke({ fqn: 'sales/f', match: 'compatible', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false }, ...invocation }),
        calls: target.calls,
        url: serving.url
    };
}

async function failureOf(call: Promise<unknown>): Promise<RemoteFailure['envelope']>
{
    const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);

    if (!isRemoteFailure(error))
    {
        throw error instanceof Error ? error : new Error('It did not fail.');
    }

    return error.envelope;
}

describe('an invoker over HTTP', () =>
{
    it('passes text on as it came, and answers text', async () =>
    {
        const { call } = await setUp(args => args);

        expect((await call({ args: { form: 'tagged', text: '{"$tagged":1,"value":{"a":"$Date:1970-01-01T00:00:00.000Z"}}' } })).result)
            .toEqual({ form: 'tagged', text: '{"$tagged":1,"value":{"a":"$Date:1970-01-01T00:00:00.000Z"}}' });
    });

    it('keeps plain JSON plain, whatever it looks like', async () =>
    {
        const { call } = await setUp(args => JSON.stringify(args));

        expect((await call({ args: { form: 'json', text: '{"$tagged":1,"value":"$NaN"}' } })).result).toEqual({ form: 'tagged', text: JSON.stringify('{"$tagged":1,"value":"$NaN"}') });
    });

    it('takes and gives live values', async () =>
    {
        const { call } = await setUp(args => new Map([['since', args['since']]]));

        expect((await call({ args: { form: 'live', value: { since: new Date(0) } } })).result).toEqual({ form: 'live', value: new Map([['since', new Date(0)]]) });
    });

    it('reaches any name, in the version that is asked for', async () =>
    {
        const { call, calls } = await setUp(() => 1);

        await call({ fqn: 'my sales/café?#%', version: '1.2.0', match: 'exact' });
        await call({ version: '1.2.0' });

        expect(calls.map(({ fqn, version, match }) => [fqn, version, match])).toEqual([['my sales/café?#%', '1.2.0', 'exact'], ['sales/f', '1.2.0', 'compatible']]);
    });

    it('carries headers, but none that only look like Jitar\'s', async () =>
    {
        const { call, calls } = await setUp(() => 1, { trustKey: 'secret' });

        await call({ headers: { 'x-tenant': 't', 'x-jitar-trust-key': 'secret', 'host': 'evil', 'content-length': '1' } });

        expect(calls[0]?.headers).toMatchObject({ 'x-tenant': 't' });
        expect(calls[0]?.caller).toEqual({ kind: 'outside', trusted: false });
    });

    it.each<[string, Invocation['caller'], boolean]>([
        ['a member', { kind: 'member', id: 'a' }, true],
        ['a caller who proved to know it', { kind: 'outside', trusted: true }, true],
        ['anybody else', { kind: 'outside', trusted: false }, false]
    ])('sends the trust key for %s: %s', async (_, caller, trusted) =>
    {
        const { call, calls } = await setUp(() => 1, { trustKey: 'secret' });

        await call({ caller });

        expect(calls[0]?.caller).toEqual({ kind: 'outside', trusted });
    });

    it('passes on what the middleware of a member set', async () =>
    {
        const { call } = await setUp(args => args, { trustKey: 'secret' });

        expect((await call({ args: { form: 'tagged', text: '{"*user":1}' } })).result).toEqual({ form: 'tagged', text: '{"*user":1}' });
    });

    it('cannot pass on what middleware set without the trust key', async () =>
    {
        const { call, url } = await setUp(args => args);
        const other = createHttpInvoker({ url, trustKey: 'guessed' });
        const invocation: Invocation = { fqn: 'f', match: 'compatible', args: { form: 'tagged', text: '{"*user":1}' }, headers: {}, caller: { kind: 'outside', trusted: false } };

        expect(await failureOf(call(invocation))).toMatchObject({ code: 'INVALID_REQUEST' });
        expect(await failureOf(other.invoke(invocation))).toMatchObject({ code: 'WRONG_TRUST_KEY' });
    });

    it('brings back what middleware set, a redirect included', async () =>
    {
        const { call } = await setUp(() => 1, { headers: { 'location': '/x', 'content-type': 'application/pdf', 'x-a': 'b' }, status: 302 });

        expect(await call({})).toEqual({ result: { form: 'tagged', text: '1' }, headers: { 'location': '/x', 'content-type': 'application/pdf', 'x-a': 'b' }, status: 302 });
    });

    it('runs nothing in a dry run', async () =>
    {
        const { call, calls } = await setUp(() => { throw new Error('It ran.'); });

        await call({ dryRun: true });

        expect(calls[0]?.dryRun).toBe(true);
    });
});

describe('a failure over HTTP', () =>
{
    it('arrives undecoded, and again as itself at the end', async () =>
    {
        const { call } = await setUp(() => { throw new OutOfStock('No chai left'); });
        const { payload, ...envelope } = await failureOf(call({}));

        expect(envelope).toEqual({ name: 'OutOfStock', message: 'No chai left', code: 'CONFLICT', status: 409, retryable: false, unstarted: false });
        expect(createCodec({ classes }).decode(payload?.text ?? '')).toBeInstanceOf(OutOfStock);
    });

    it('arrives decoded for live calls', async () =>
    {
        const { call } = await setUp(() => { throw new OutOfStock('No chai left'); }, { codec: createCodec({ classes }) });
        const error: unknown = await call({ args: { form: 'live', value: {} } }).catch((reason: unknown) => reason);

        expect(error).toBeInstanceOf(OutOfStock);
        expect(error).toMatchObject({ message: 'No chai left', left: 3 });
    });

    it('that is hidden keeps its place in the log across services', async () =>
    {
        const seen: string[] = [];
        const { call } = await setUp(() => { throw new Error('secret'); }, { onError: (_, { correlationId }) => seen.push(correlationId) });
        const failure = await failureOf(call({}));

        expect(failure).toMatchObject({ message: 'Internal error', status: 500, correlationId: seen[0] });

        const app = createServiceApp().route('/rpc', rpcRoutes({ invoke: () => call({}) }));
        const answer = await app.request('/rpc/f');

        expect(answer.headers.get('x-jitar-correlation-id')).toBe(seen[1]);
    });

    it('of the edge is told by its code', async () =>
    {
        const { call } = await setUp(() => 1, { bodyLimit: 10 });
        const error: unknown = await call({ args: { form: 'live', value: { a: 'x'.repeat(100) } } }).catch((reason: unknown) => reason);

        expect(hasCode(error, 'BODY_TOO_LARGE')).toBe(true);
    });
});

describe('an invoker over HTTP that gets no answer', () =>
{
    it('says that the service cannot be reached', async () =>
    {
        const { call, url } = await setUp(() => 1);
        await open.pop()?.close();

        await expect(call({ args: { form: 'live', value: {} } })).rejects.toSatisfy(error => hasCode(error, 'SERVICE_UNREACHABLE') && error.message.includes(url));
    });

    it('tells a connection that was refused from one that broke, for those who pass calls on', async () =>
    {
        const failWith = (code: string | undefined): typeof fetch => () => Promise.reject(new TypeError('fetch failed', { cause: code === undefined ? undefined : Object.assign(new Error('no'), { code }) }));
        const { call } = await setUp(() => 1, { fetch: failWith('ECONNRESET') });
        const args = { form: 'tagged', text: '{}' } as const;

        await expect(call({ args: { form: 'live', value: {} } })).rejects.toSatisfy(error => hasCode(error, 'OUTCOME_UNKNOWN'));
        await expect(call({ args })).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN', retryable: false, unstarted: false, unanswered: true } });

        const unknown = await setUp(() => 1, { fetch: failWith(undefined) });

        await expect(unknown.call({ args })).rejects.toMatchObject({ envelope: { code: 'SERVICE_UNREACHABLE', unstarted: false, unanswered: true } });

        const away = await setUp(() => 1);

        await open.pop()?.close();
        await expect(away.call({ args })).rejects.toMatchObject({ envelope: { code: 'SERVICE_UNREACHABLE', unstarted: true, unanswered: true } });
    });

    it('ends at the deadline, and tells the other side of it', async () =>
    {
        const aborted = new Promise<void>(resolve => void setUp(async (_, { signal }) =>
        {
            await new Promise(done => signal?.addEventListener('abort', () => done(undefined)));
            resolve();
        }).then(async ({ call, calls }) =>
        {
            await expect(call({ deadline: performance.now() + 50 })).rejects.toSatisfy(error => hasCode(error, 'DEADLINE_EXCEEDED'));
            expect(calls[0]?.deadline).toBeDefined();
        }));

        await aborted;
    });

    it('ends when the caller gives up', async () =>
    {
        const controller = new AbortController();
        const { call } = await setUp(async (_, { signal }) =>
        {
            controller.abort(new Error('enough'));
            await new Promise(done => signal?.addEventListener('abort', () => done(undefined)));
        });

        await expect(call({ signal: controller.signal })).rejects.toThrow('enough');
    });

    it.each<[string, () => Response, string]>([
        ['a page', () => new Response('<html>'), 'INVALID_ANSWER'],
        ['JSON that is no error', () => Response.json({ error: 'x' }, { status: 400 }), 'INVALID_ANSWER'],
        ['null', () => Response.json(null, { status: 400 }), 'INVALID_ANSWER'],
        ['the refusal of a proxy', () => new Response('Bad gateway', { status: 502 }), 'SERVICE_UNREACHABLE'],
        ['more than the limit', () => new Response('x'.repeat(200), { headers: { 'x-jitar-data-encoding': 'tagged' } }), 'INVALID_ANSWER'],
        ['bytes that are no text', () => new Response(new Uint8Array([0xff]), { headers: { 'x-jitar-data-encoding': 'tagged' } }), 'INVALID_ANSWER']
    ])('but %s fails with a code', async (_, answer, code) =>
    {
        const invoker = createHttpInvoker({ url: 'http://other', fetch: async () => answer(), maxAnswerBytes: 100 });
        const invocation: Invocation = { fqn: 'f', match: 'compatible', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false } };

        await expect(invoker.invoke(invocation)).rejects.toMatchObject({ code });
    });
});
