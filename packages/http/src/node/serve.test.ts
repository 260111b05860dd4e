import { createError, hasCode } from '@jitar/errors';
import type { Channel } from '@jitar/protocol';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { sendByPiece, sendRaw } from '../../test/raw.js';
import { createServiceApp, mountRpc } from '../service-app.js';
import { serve } from './serve.js';
import type { Servable, ServeOptions, Serving } from './serve.js';

const open: Serving[] = [];

afterEach(async () =>
{
    await Promise.all(open.splice(0).map(serving => serving.close()));
});

async function start(service: Servable, options: Partial<ServeOptions> = {}): Promise<Serving>
{
    const serving = await serve(service, { url: 'http://127.0.0.1:0', ...options });
    open.push(serving);

    return serving;
}

function hello(): Servable
{
    const app = createServiceApp();
    app.get('/hello', context => context.text('hello'));
    app.post('/echo', async context => context.text(await context.req.text()));

    const rpc = mountRpc(app, { invoke: async () => ({ result: { form: 'tagged', text: 'null' }, headers: {} }) });

    return { fetch: (request, environment) => app.fetch(request, environment), rpc };
}

describe('serve', () =>
{
    it('tells the url with the port that it got', async () =>
    {
        const { url } = await start(hello());

        expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
        expect(await (await fetch(`${url}/hello`)).text()).toBe('hello');
    });

    it('starts the service once it listens, with that url', async () =>
    {
        const started: string[] = [];
        const { url } = await start({ ...hello(), start: async info => void started.push(info.url) });

        expect(started).toEqual([url]);
    });

    it('lets an answer arrive that is on its way when the start fails', async () =>
    {
        let answer: Promise<Response> | undefined;
        let ask: () => void = () => undefined;
        const asked = new Promise<void>(resolve => { ask = resolve; });
        const service: Servable = {
            fetch: async () =>
            {
                ask();
                await new Promise(resolve => setImmediate(resolve));

                return new Response('in time');
            },
            async start({ url })
            {
                answer = fetch(url);
                answer.catch(() => undefined);
                await asked;

                throw createError('SERVICE_STOPPING', {});
            }
        };

        await expect(start(service)).rejects.toSatisfy(error => hasCode(error, 'SERVICE_STOPPING'));
        expect(await (await answer)?.text()).toBe('in time');
    });

    it('refuses a port that is in use', async () =>
    {
        const { url } = await start(hello());

        await expect(start(hello(), { url })).rejects.toSatisfy(error => hasCode(error, 'PORT_IN_USE'));
    });

    it('refuses a host that is none of this machine', async () =>
    {
        await expect(start(hello(), { url: 'http://192.0.2.1:0' })).rejects.toSatisfy(error => hasCode(error, 'CANNOT_LISTEN'));
    });

    it('frees the port when the service cannot start', async () =>
    {
        let url = '';
        const failing: Servable = { ...hello(), start: async info => { url = info.url; throw createError('WRONG_TRUST_KEY', {}); } };

        await expect(start(failing)).rejects.toSatisfy(error => hasCode(error, 'WRONG_TRUST_KEY'));
        expect((await start(hello(), { url })).url).toBe(url);
    });

    it('keeps idle connections longer than callers do, and tells how long', async () =>
    {
        const { url } = await start(hello());
        const agent = new Agent({ keepAlive: true });
        const header = await new Promise(resolve => get(`${url}/hello`, { agent }, response => resolve(response.headers['keep-alive'])));

        agent.destroy();

        expect(header).toBe('timeout=75');
    });

    it('tells the service whether a request came over loopback', async () =>
    {
        const seen: unknown[] = [];
        const { url } = await start({ fetch: (_, environment) => { seen.push(environment); return new Response(); } });

        await fetch(url);

        expect(seen).toEqual([{ address: '127.0.0.1', loopback: true }]);
    });
});

describe('hostile requests', () =>
{
    it.each([
        ['bytes that are no HTTP', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', '400'],
        ['a header without a name', 'GET /hello HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', '400'],
        ['two content lengths', 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
        ['length and chunks at once', 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400'],
        ['a chunk that is no chunk', 'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', '400'],
        ['headers beyond the limit', `GET /hello HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
        ['a host that is none', 'GET /hello HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n', '400'],
        ['no host', 'GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
        ['a target that is none', 'GET hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '400'],
        ['a percent sign alone', 'GET /% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '404'],
        ['a method that is none', 'FOO /hello HTTP/1.1\r\nHost: a\r\n\r\n', '400'],
        ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', '']
    ])('%s: an error answer, and the next request is served', async (_, text, status) =>
    {
        const { url } = await start(hello());
        const answer = await sendRaw(url, text);

        expect(answer.slice(0, 12)).toContain(status === '' ? '' : `HTTP/1.1 ${status}`);
        expect(await (await fetch(`${url}/hello`)).text()).toBe('hello');
    });

    it('cuts who sends headers too slowly', async () =>
    {
        const { url } = await start(hello(), { headersTimeout: 100 });

        expect(await sendRaw(url, 'GET /hello HTTP/1.1\r\nHost: a\r\n')).toMatch(/^HTTP\/1\.1 408 /);
    });

    it('answers the first request on a connection that was opened long before it', async () =>
    {
        const { url } = await start(hello(), { headersTimeout: 100 });

        expect(await sendRaw(url, 'GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 500)).toMatch(/^HTTP\/1\.1 200 /);
        expect(await sendRaw(url, 'GET /hello HTTP/1.1\r\nHost: a\r\n', 500)).toMatch(/^HTTP\/1\.1 408 /);
    });

    it('ends a connection on which nothing comes as one that is idle, without a word', async () =>
    {
        const { url } = await start(hello(), { headersTimeout: 100, keepAliveTimeout: 400 });
        const begin = performance.now();

        expect(await sendRaw(url, '')).toBe('');
        expect(performance.now() - begin).toBeGreaterThan(380);
    });

    it('cuts who sends a body too slowly', async () =>
    {
        const { url } = await start(hello(), { headersTimeout: 100, requestTimeout: 200 });

        expect(await sendRaw(url, 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab')).not.toContain('200 OK');
        expect(await (await fetch(`${url}/hello`)).text()).toBe('hello');
    });

    it('cuts a body that comes byte by byte long before the whole request is late', async () =>
    {
        const { url } = await start(hello(), { headersTimeout: 200 });
        const begin = performance.now();

        expect(await sendByPiece(url, 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n', 'a')).toMatch(/^HTTP\/1\.1 408 /);
        expect(performance.now() - begin).toBeGreaterThan(190);
        expect(performance.now() - begin).toBeLessThan(10_000);
    });

    it.each([
        ['has no use for it', 'POST /none', 'Content-Length: 100000', 'a', 404],
        ['has no use for its chunks', 'POST /none', 'Transfer-Encoding: chunked', '1\r\na\r\n', 404],
        ['refuses its type', 'POST /rpc/f', 'Content-Type: text/plain\r\nContent-Length: 100000', 'a', 415],
        ['refuses its length', 'POST /rpc/f', 'Content-Type: application/json\r\nContent-Length: 100000000', 'a', 413],
        ['expects none', 'GET /hello', 'Content-Length: 100000', 'a', 200]
    ])('cuts a body that comes byte by byte to who %s, and has answered', async (_, target, headers, piece, status) =>
    {
        const { url } = await start(hello(), { headersTimeout: 200 });
        const begin = performance.now();

        // One answer, and nothing behind it that would be taken for another.
        expect(await sendByPiece(url, `${target} HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n`, piece)).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} (?![^]*HTTP/1)`));
        expect(performance.now() - begin).toBeLessThan(10_000);
    });

    it('keeps a connection whose body came after its answer, in time', async () =>
    {
        const { url } = await start(hello(), { headersTimeout: 500 });
        const { hostname, port } = new URL(url);
        const socket = connect(Number(port), hostname, () => socket.write('POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na'));
        let text = '';

        socket.on('data', data => { text += String(data); });
        await expect.poll(() => text).toMatch(/^HTTP\/1\.1 404 /);
        socket.write('b');
        await new Promise(resolve => setTimeout(resolve, 1_200));
        socket.write('GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
        await expect.poll(() => text).toMatch(/HTTP\/1\.1 200 OK[^]*hello/);
        socket.destroy();
    });

    it('waits for a body that comes slowly, but steadily', async () =>
    {
        const { url } = await start(hello(), { headersTimeout: 200 });
        const pieces = 20;

        const body = new ReadableStream({
            async start(controller)
            {
                for (let piece = 0; piece < pieces; piece++)
                {
                    await new Promise(resolve => setTimeout(resolve, 30));
                    controller.enqueue(new Uint8Array(100).fill(97));
                }

                controller.close();
            }
        });

        const response = await fetch(`${url}/echo`, { method: 'POST', body, duplex: 'half' } as RequestInit);

        expect([response.status, (await response.text()).length]).toEqual([200, pieces * 100]);
    });

    it('outlives a caller that leaves in the middle of its body', async () =>
    {
        const { url } = await start(hello());
        const { port } = new URL(url);

        await new Promise<void>(resolve =>
        {
            const socket = connect(Number(port), '127.0.0.1', () => socket.write('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab', () => socket.destroy()));
            socket.on('close', () => resolve());
        });

        expect(await (await fetch(`${url}/hello`)).text()).toBe('hello');
    });

    it('ignores the offer of another protocol, as HTTP allows', async () =>
    {
        const { url } = await start(hello());
        const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n';
        const answer = await sendRaw(url, `POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n${offer}\r\nbodyGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);

        expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*body[^]*HTTP\/1\.1 200 OK[^]*hello/);
    });
});

describe('close', () =>
{
    it('ends idle connections', async () =>
    {
        const serving = await start(hello(), { keepAliveTimeout: 60_000 });
        const agent = new Agent({ keepAlive: true });

        await new Promise<void>(resolve => get(`${serving.url}/hello`, { agent }, response => response.resume().on('end', () => resolve())));
        await serving.close();

        await expect(fetch(`${serving.url}/hello`)).rejects.toThrow();
        agent.destroy();
    });

    it('answers the request that is on its way on an idle connection, and says that it is the last one', async () =>
    {
        const serving = await start(hello(), { keepAliveTimeout: 60_000 });
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        const ask = (): Promise<string | undefined> => new Promise((resolve, reject) => get(`${serving.url}/hello`, { agent }, response => response.resume().on('end', () => resolve(response.headers.connection))).on('error', reject));

        expect(await ask()).toBe('keep-alive');

        const closed = serving.close();

        expect(await ask()).toBe('close');
        await closed;
        await expect(ask()).rejects.toThrow();
        agent.destroy();
    });

    it('lets a running request finish, stops the service, and ends its connection', async () =>
    {
        const order: string[] = [];
        const { promise: gate, resolve: release } = withResolvers();
        const { promise: entered, resolve: enter } = withResolvers();

        const serving = await start({
            fetch: async () =>
            {
                enter();
                await gate;
                order.push('answered');

                return new Response('late');
            },
            start: async () => undefined,
            stop: async () =>
            {
                order.push('stopping');
                release();
                await gate;
            }
        }, { keepAliveTimeout: 60_000 });

        const answer = fetch(serving.url).then(response => response.text());
        await entered;
        await Promise.all([serving.close(), serving.close()]);

        expect(await answer).toBe('late');
        expect(order).toEqual(['stopping', 'answered']);
    });

    it.each([
        ['never sends a request', ''],
        ['never ends its headers', 'GET /hello HTTP/1.1\r\n'],
        ['never ends its body', 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab'],
        ['never reads its answer', 'GET /large HTTP/1.1\r\nHost: a\r\n\r\n']
    ])('does not wait for ever for who %s', async (_, text) =>
    {
        const app = hello();
        const serving = await start({
            fetch: (request, environment) => request.url.endsWith('/large') ? new Response(new Uint8Array(50_000_000)) : app.fetch(request, environment)
        }, { drain: 200 });

        const { port } = new URL(serving.url);
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text)).pause().on('error', () => undefined);
        const closed = new Promise(resolve => socket.on('close', resolve));

        await new Promise(resolve => socket.once('ready', resolve));
        // Who comes later is answered later.
        await fetch(`${serving.url}/hello`);
        await serving.close();

        socket.resume();
        await closed;
    });

    it('closes the links that it took', async () =>
    {
        const channels: Channel[] = [];
        const serving = await start({ ...hello(), accept: channel => void channels.push(channel) });
        const { createWebSocketTransport } = await import('./web-socket-transport.js');
        const channel = await createWebSocketTransport().connect(serving.url);
        const closed = new Promise(resolve => channel.open({ message: () => undefined, close: resolve }));

        await serving.close();

        expect(await closed).toEqual({ code: 1001, reason: 'The service stops.' });
    });
});

function withResolvers(): { promise: Promise<void>; resolve: () => void }
{
    let resolve: () => void = () => undefined;
    const promise = new Promise<void>(done => resolve = done);

    return { promise, resolve };
}
