import { Conflict, hasCode } from '@jitar/errors';
import { createHttpInvoker, createServiceApp, rpcRoutes, signRequest } from '@jitar/http';
import type { RpcOptions, Service } from '@jitar/http';
import { serve } from '@jitar/http/node';
import type { Serving } from '@jitar/http/node';
import type { EncodedPayload, Invocation } from '@jitar/protocol';
import { createRuntime } from '@jitar/runtime';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as openRequest } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createProxy } from './proxy.js';
import type { ProxyOptions } from './proxy.js';

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () =>
{
    for (const cleanUp of cleanUps.splice(0).reverse())
    {
        await cleanUp();
    }
});

async function open(service: Service | Pick<Service, 'fetch'>): Promise<Serving>
{
    const serving = await serve(service, { url: 'http://127.0.0.1:0' });
    cleanUps.push(() => serving.close());

    return serving;
}

/** A target with one segment, whose procedures do what their names say. */
async function openTarget(options: RpcOptions = {}): Promise<{ url: string; calls: Invocation[]; serving: Serving }>
{
    const parameter = (name: string, optional = false): never => ({ rest: false, binding: { kind: 'name', name, optional } }) as never;
    const calls: Invocation[] = [];

    const runtime = createRuntime({
        segments: [{
            format: 1, name: 'sales', classes: [], calls: [],
            procedures: [
                { fqn: 'sales/echo', version: '0.0.0', access: 'public', stream: false, parameters: [parameter('value'), parameter('user', true)], implementation: (value: unknown, user: unknown) => ({ value, user }) },
                { fqn: 'sales/guarded', version: '0.0.0', access: 'protected', stream: false, parameters: [], implementation: () => 'guarded' },
                { fqn: 'sales/fail', version: '0.0.0', access: 'public', stream: false, parameters: [], implementation: () => { throw new Conflict('No chai left'); } },
                { fqn: 'sales/bytes', version: '0.0.0', access: 'public', stream: false, parameters: [], implementation: () => new Uint8Array([1, 2, 3]) }
            ]
        }]
    });
    cleanUps.push(async () => runtime.dispose());

    const app = createServiceApp();
    app.route('/rpc', rpcRoutes({ invoke: invocation => { calls.push(invocation); return runtime.invoke(invocation); } }, options));
    const serving = await open({ fetch: request => app.fetch(request) });

    return { url: serving.url, calls, serving };
}

/** A plain server in the place of the repository. */
async function openRepository(listener: RequestListener = (_, response) => void response.end('asset')): Promise<string>
{
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    cleanUps.push(async () => { server.closeAllConnections(); await new Promise(resolve => server.close(resolve)); });

    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function openProxy(options: Partial<ProxyOptions> = {}): Promise<string>
{
    const proxy = createProxy({
        target: options.target ?? 'http://127.0.0.1:9',
        repository: options.repository ?? 'http://127.0.0.1:9',
        ...options
    });

    return (await open(proxy)).url;
}

describe('calls through a proxy', () =>
{
    it('reach the target and bring back its answers as they are there', async () =>
    {
        const { url: target } = await openTarget();
        const proxy = await openProxy({ target });
        const headersOf = (answer: Response): unknown => Object.fromEntries([...answer.headers].filter(([name]) => name !== 'date'));

        for (const path of ['/rpc/sales/echo?value=1', '/rpc/sales/bytes', '/rpc/sales/fail', '/rpc/sales/guarded', '/rpc/sales/none', '/rpc/sales/echo', '/rpc/sales/echo?value=1&value=2', '/rpc/%zz'])
        {
            const [there, here] = await Promise.all([fetch(target + path), fetch(proxy + path)]);

            expect([path, here.status, await here.text(), headersOf(here)]).toEqual([path, there.status, await there.text(), headersOf(there)]);
        }
    });

    it('bring bytes, Blobs and forms to the target and back', async () =>
    {
        const { url: target, calls } = await openTarget({ bodyLimit: 5_000_000 });
        const proxy = createHttpInvoker({ url: await openProxy({ target, bodyLimit: 5_000_000 }) });
        const content = new Uint8Array(1_000_000).map((_, index) => index * 7);
        const form = new FormData();

        form.append('scan', new File([content], 'scan.bin', { type: 'application/x-scan', lastModified: 5 }));

        const { result } = await proxy.invoke({
            fqn: 'sales/echo', match: 'compatible', args: { form: 'live', value: { value: { form, content, blob: new Blob([content], { type: 'image/png' }) } } },
            headers: {}, caller: { kind: 'outside', trusted: false }
        });

        const { value } = (result as { value: { value: { form: FormData; content: Uint8Array; blob: Blob } } }).value;
        const scan = value.form.get('scan');

        if (!(scan instanceof File))
        {
            throw new TypeError('The form has no file.');
        }

        expect([scan.name, scan.type, scan.lastModified, value.blob.type]).toEqual(['scan.bin', 'application/x-scan', 5, 'image/png']);

        for (const bytes of [value.content, await scan.arrayBuffer(), await value.blob.arrayBuffer()])
        {
            expect(Buffer.from(bytes as ArrayBuffer).equals(content)).toBe(true);
        }

        expect((calls[0]?.args as EncodedPayload).parts?.map(part => part.length)).toEqual([1_000_000, 1_000_000, 1_000_000]);
    });

    it('are trusted when the caller is, and only then', async () =>
    {
        const { url: target, calls } = await openTarget({ trustKey: 'secret' });
        const proxy = await openProxy({ target, trustKey: 'secret' });
        const statusWith = async (headers: Record<string, string>): Promise<number> => (await fetch(`${proxy}/rpc/sales/guarded`, { headers })).status;

        expect(await statusWith({ 'x-jitar-trust-key': 'secret' })).toBe(200);
        expect(await statusWith({})).toBe(401);
        expect(await statusWith({ 'x-jitar-trust-key': 'guess' })).toBe(401);
        expect(calls.map(call => call.caller)).toEqual([{ kind: 'outside', trusted: true }, { kind: 'outside', trusted: false }]);
    });

    it('are refused with a key when the proxy knows none', async () =>
    {
        const { url: target, calls } = await openTarget({ trustKey: 'secret' });
        const proxy = await openProxy({ target });

        expect((await fetch(`${proxy}/rpc/sales/guarded`, { headers: { 'x-jitar-trust-key': 'secret' } })).status).toBe(401);
        expect(calls).toEqual([]);
    });

    it('go to another target when the first is away, or says that nothing started, but not when it may have run', async () =>
    {
        const [first, second] = [await openTarget(), await openTarget()];
        const answers: Response[] = [];
        const refusing = await open({ fetch: () => answers.shift() ?? new Response('', { status: 500 }) });
        const refuse = (headers: Record<string, string>): Response => Response.json({ error: { code: 'OVERLOADED', message: 'Too much.' } }, { status: 503, headers: { 'x-jitar-error-code': 'OVERLOADED', ...headers } });
        const proxy = await openProxy({ target: [refusing.url, first.url, second.url] });
        const ask = async (): Promise<number> => (await fetch(`${proxy}/rpc/sales/echo?value=1`)).status;

        answers.push(refuse({ 'x-jitar-unstarted': 'true' }), refuse({}));
        expect([await ask(), await ask()]).toEqual([200, 503]);
        expect([first.calls.length, second.calls.length]).toEqual([1, 0]);

        await refusing.close();
        expect([await ask(), await ask()]).toEqual([200, 200]);

        await first.serving.close();
        expect(await ask()).toBe(200);
        expect([first.calls.length, second.calls.length]).toEqual([3, 1]);
    });

    it('fail with a code when the target is away, and work again when it is back', async () =>
    {
        const { url: target, serving } = await openTarget();
        const proxy = await openProxy({ target });
        await serving.close();

        const answer = await fetch(`${proxy}/rpc/sales/bytes`);

        expect(answer.status).toBe(503);
        expect(await answer.json()).toMatchObject({ error: { code: 'SERVICE_UNREACHABLE', message: 'Service unavailable' } });

        const again = await serve({ fetch: () => new Response('1', { headers: { 'x-jitar-data-encoding': 'tagged' } }) }, { url: target });
        cleanUps.push(() => again.close());

        expect(await (await fetch(`${proxy}/rpc/sales/bytes`)).text()).toBe('1');
    });
});

describe('the modules of a proxy', () =>
{
    async function writeApplication(): Promise<string>
    {
        const folder = await mkdtemp(join(tmpdir(), 'jitar-proxy-'));
        cleanUps.push(() => rm(folder, { recursive: true }));

        const files = {
            'jitar.classes.js': 'export default { format: 1, classes: [] };',
            'nameUser.js': `export default async function nameUser(request, next)
            {
                request.setArgument('*user', 'jane');
                const response = await next();
                response.setHeader('x-seen', request.fqn);
                return response;
            }`,
            'check.js': 'export default { name: "moon", isHealthy: () => true };',
            'life.js': 'globalThis.proxyTest = ["set up"]; export function tearDown() { globalThis.proxyTest.push("torn down"); }'
        };

        for (const [path, content] of Object.entries(files))
        {
            await writeFile(join(folder, path), content);
        }

        return folder;
    }

    it('run around calls, and may set arguments that callers cannot', async () =>
    {
        const { url: target } = await openTarget({ trustKey: 'secret' });
        const proxy = await openProxy({ target, trustKey: 'secret', folder: await writeApplication(), hooks: { middleware: ['./nameUser'] } });
        const answer = await fetch(`${proxy}/rpc/sales/echo?value=1`);

        expect(await answer.json()).toEqual({ value: '1', user: 'jane' });
        expect(answer.headers.get('x-seen')).toBe('sales/echo');
        expect((await fetch(`${proxy}/rpc/sales/echo?value=1&*user=joe`)).status).toBe(400);
        expect((await fetch(`${target}/rpc/sales/echo?value=1&*user=joe`)).status).toBe(400);
    });

    it('answer for its health and that of what is behind it, and for nothing else', async () =>
    {
        const { url } = await open({ fetch: request => new Response(String(new URL(request.url).pathname === '/health/status')) });
        const proxy = await openProxy({ target: ['http://127.0.0.1:9', url], repository: url, folder: await writeApplication(), hooks: { healthChecks: ['check'] } });

        expect(await (await fetch(`${proxy}/health`)).json()).toEqual({ target: true, repository: true, moon: true });
        expect(await (await fetch(`${proxy}/health/status`)).text()).toBe('true');
        expect((await fetch(`${proxy}/health/other`)).status).toBe(404);
    });

    it('run at its start and its end', async () =>
    {
        const service = createProxy({ target: 'http://a', repository: 'http://b', folder: await writeApplication(), hooks: { setUp: ['life'], tearDown: ['life'] } });

        await service.start({ url: 'http://c' });
        await service.stop();

        expect((globalThis as unknown as Record<string, unknown>)['proxyTest']).toEqual(['set up', 'torn down']);
    });

    it('must have been built', async () =>
    {
        await expect(openProxy({ folder: '/nowhere', hooks: { setUp: ['life'] } })).rejects.toSatisfy(error => hasCode(error, 'BUILD_NOT_FOUND'));
    });
});

describe('the health of a proxy', () =>
{
    it('is none without target and repository', async () =>
    {
        const proxy = await openProxy();

        expect(await (await fetch(`${proxy}/health`)).json()).toEqual({ target: false, repository: false });
        expect(await (await fetch(`${proxy}/health/status`)).text()).toBe('false');
    });
});

describe('the status of a proxy', () =>
{
    it('tells trusted callers where calls go, and how they go there', async () =>
    {
        const { url: target } = await openTarget({ trustKey: 'secret' });
        const repository = await openRepository();
        const { url: dead, serving } = await openTarget();

        await serving.close();

        const proxy = await openProxy({ id: 'proxy-1', target: [dead, target], repository, trustKey: 'secret' });

        expect((await fetch(`${proxy}/rpc/sales/echo?value=1`)).status).toBe(200);
        await fetch(`${proxy}/rpc/sales/none`);

        expect(await (await fetch(`${proxy}/status`, { headers: { 'x-jitar-trust-key': 'secret' } })).json()).toMatchObject({
            format: 1, id: 'proxy-1', kind: 'proxy', state: 'running', procedures: [], links: [],
            load: { outside: { inFlight: 0 } },
            calls: { calls: 3, failures: 1 },
            destinations: [{ id: dead, state: 'ejected', calls: { calls: 1, failures: 1 } }, { id: target, state: 'healthy', calls: { calls: 2, failures: 0 } }]
        });
        expect((await fetch(`${proxy}/status`, { headers: { 'x-jitar-trust-key': 'guess' } })).status).toBe(401);
        // Whoever brings no key gets what the repository has there.
        expect(await (await fetch(`${proxy}/status`)).text()).toBe('asset');
    });
});

describe('everything else', () =>
{
    it('goes to the repository with where it came from, and comes back as it is', async () =>
    {
        let seen: IncomingMessage | undefined;
        const repository = await openRepository((request, response) =>
        {
            seen = request;
            response.writeHead(203, { 'content-type': 'text/css', 'etag': '"a"', 'connection': 'x-hop', 'x-hop': '1', 'set-cookie': ['a=b', 'c=d'] }).end('body {}');
        });
        const proxy = await openProxy({ repository });
        const answer = await fetch(`${proxy}/a%20b/style.css?v=1`, { headers: { 'if-none-match': '"b"', 'x-jitar-trust-key': 'secret', 'x-forwarded-for': '1.2.3.4', 'cookie': 'e=f' } });

        expect([answer.status, await answer.text()]).toEqual([203, 'body {}']);
        expect(answer.headers.getSetCookie()).toEqual(['a=b', 'c=d']);
        expect([answer.headers.get('content-type'), answer.headers.get('etag'), answer.headers.get('x-hop')]).toEqual(['text/css', '"a"', null]);
        expect(seen?.url).toBe('/a%20b/style.css?v=1');
        expect(seen?.headers).toMatchObject({ 'if-none-match': '"b"', 'cookie': 'e=f', 'x-forwarded-for': '1.2.3.4, 127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-host': new URL(proxy).host });
        expect(seen?.headers.host).toBe(new URL(repository).host);
        expect(seen?.headers).not.toHaveProperty('x-jitar-trust-key');
    });

    it('streams both ways', async () =>
    {
        const repository = await openRepository((request, response) => void request.pipe(response));
        const proxy = await openProxy({ repository });
        const { hostname, port } = new URL(proxy);

        const echoed = await new Promise<string>((resolve, reject) =>
        {
            const outgoing = openRequest({ hostname, port, path: '/upload', method: 'PUT' }, response =>
            {
                let text = '';

                response.setEncoding('utf8').on('data', (data: string) =>
                {
                    text += data;

                    // The second half is sent only once the first has come back.
                    if (text === 'first')
                    {
                        outgoing.end(' second');
                    }
                }).on('end', () => resolve(text));
            }).on('error', reject);

            outgoing.write('first');
        });

        expect(echoed).toBe('first second');
    });

    it('brings redirects and answers without bodies back', async () =>
    {
        const repository = await openRepository((request, response) => void response.writeHead(request.url === '/a' ? 301 : 304, { location: '/b' }).end());
        const proxy = await openProxy({ repository });

        expect((await fetch(`${proxy}/a`, { redirect: 'manual' })).headers.get('location')).toBe('/b');
        expect((await fetch(`${proxy}/c`)).status).toBe(304);
        expect((await fetch(`${proxy}/c`, { method: 'HEAD' })).status).toBe(304);
    });

    it('fails with a code when the repository is away, silent, or breaks off', async () =>
    {
        const away = await openProxy();
        const silent = await openProxy({ repository: await openRepository(() => undefined), timeout: 50 });
        const breaking = await openProxy({ repository: await openRepository(request => void request.socket.destroy()) });

        for (const url of [away, silent, breaking])
        {
            const answer = await fetch(`${url}/index.html`);

            expect([answer.status, await answer.json()]).toEqual([503, { error: expect.objectContaining({ code: 'SERVICE_UNREACHABLE', message: 'Service unavailable' }) as unknown }]);
        }
    });

    it('is no trouble of the repository when its caller leaves', async () =>
    {
        const onError = vi.fn();
        const caller = new AbortController();
        const repository = await openRepository(() => caller.abort());
        const proxy = createProxy({ target: repository, repository, onError });

        await proxy.start({ url: 'http://127.0.0.1' });

        const answer = await proxy.fetch(new Request('http://127.0.0.1/index.html', { signal: caller.signal }));

        expect(await answer.json()).toMatchObject({ error: { code: 'CALL_CANCELLED' } });
        expect(onError).not.toHaveBeenCalled();
    });

    it('refuses a method that cannot be passed on', async () =>
    {
        const proxy = await openProxy();
        const status = await new Promise(resolve => openRequest(`${proxy}/index.html`, { method: 'TRACE' }, answer => resolve(answer.resume().statusCode)).end());

        expect(status).toBe(405);
    });

    it('outlives a repository that breaks off in the middle', async () =>
    {
        const repository = await openRepository((request, response) =>
        {
            response.writeHead(200, { 'content-length': 100 });
            response.write('half', () => request.url === '/half' && request.socket.destroy());
            if (request.url !== '/half') { response.end('x'.repeat(96)); }
        });
        const proxy = await openProxy({ repository });

        await expect(fetch(`${proxy}/half`).then(answer => answer.text())).rejects.toThrow();
        expect((await (await fetch(`${proxy}/whole`)).text()).length).toBe(100);
    });

    it('lets nothing pass that only nodes may get, unless it is signed', async () =>
    {
        const seen: (string | undefined)[] = [];
        const proxy = await openProxy({ repository: await openRepository((request, response) => { seen.push(request.headers.authorization); response.end('manifest'); }) });
        const url = `${proxy}/.jitar/manifest.json`;
        const authorization = await signRequest({ method: 'GET', url }, { trustKey: 'secret' });

        expect((await fetch(url)).status).toBe(401);
        expect((await fetch(`${proxy}/%2ejitar/manifest.json`)).status).toBe(401);
        expect(seen).toEqual([]);
        expect(await (await fetch(url, { headers: { authorization } })).text()).toBe('manifest');
        expect(seen).toEqual([authorization]);
    });

    it('takes no links', async () =>
    {
        const proxy = await openProxy({ repository: await openRepository() });
        const { hostname, port } = new URL(proxy);
        const upgrade = 'GET /link HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

        const answer = await new Promise<string>(resolve =>
        {
            const socket = connect(Number(port), hostname, () => socket.write(upgrade));
            socket.setEncoding('latin1').once('data', (data: string) => resolve(data));
        });

        expect(answer).toMatch(/^HTTP\/1\.1 404 /);
        expect((await fetch(`${proxy}/link`)).status).toBe(404);
    });
});

describe('the end of a proxy', () =>
{
    it('waits for the calls that run, and takes no others', async () =>
    {
        let release: () => void = () => undefined;
        const gate = new Promise<void>(resolve => release = resolve);
        let enter: () => void = () => undefined;
        const entered = new Promise<void>(resolve => enter = resolve);

        const service = createProxy({
            target: 'http://a', repository: 'http://b',
            fetch: async () => { enter(); await gate; return new Response('1', { headers: { 'x-jitar-data-encoding': 'tagged' } }); }
        });
        const call = async (): Promise<number> => (await service.fetch(new Request('http://c/rpc/f'))).status;

        await service.start({ url: 'http://c' });

        const running = call();
        await entered;
        const stopped = service.stop();

        expect(await call()).toBe(503);
        release();
        expect(await running).toBe(200);
        await stopped;
    });
});

it('can be called by a client that speaks the RPC API', async () =>
{
    const { url: target } = await openTarget();
    const invoker = createHttpInvoker({ url: await openProxy({ target }) });
    const value = new Map([['since', new Date(0)]]);
    const { result } = await invoker.invoke({ fqn: 'sales/echo', match: 'exact', version: '0.0.0', args: { form: 'live', value: { value } }, headers: {}, caller: { kind: 'outside', trusted: false } });

    expect(result).toEqual({ form: 'live', value: { value, user: undefined } });
});
