import express from 'express';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { createTestInvoker } from '../../test/invokers.js';
import { rpcRoutes } from '../rpc-routes.js';
import { toNodeHandler } from './node-handler.js';

let server: Server | undefined;

afterEach(() => new Promise<void>(resolve => server === undefined ? resolve() : server.close(() => resolve())));

async function listen(handler: RequestListener): Promise<string>
{
    server = createServer(handler).listen(0, '127.0.0.1');
    await new Promise(resolve => server?.once('listening', resolve));

    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('toNodeHandler', () =>
{
    it('mounts routes in an Express application, below a path, beside its own', async () =>
    {
        const app = express();
        app.use('/api/rpc', toNodeHandler(rpcRoutes(createTestInvoker(args => args))));
        app.use(express.json());
        app.post('/own', (request, response) => void response.json(request.body));

        const url = await listen(app);
        const body = JSON.stringify({ year: 1997 });
        const post = { method: 'POST', body, headers: { 'content-type': 'application/json' } };

        expect(await (await fetch(`${url}/api/rpc/sales/getMonthData`, post)).text()).toBe(body);
        expect(await (await fetch(`${url}/own`, post)).text()).toBe(body);
    });

    it('tells when a body was read before it', async () =>
    {
        const app = express();
        app.use(express.json());
        app.use('/rpc', toNodeHandler(rpcRoutes(createTestInvoker(args => args))));

        const url = await listen(app);
        const answer = await fetch(`${url}/rpc/f`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });

        expect(answer.status).toBe(400);
        expect(await answer.text()).toContain('was read already');
    });

    it('leaves the globals alone', async () =>
    {
        const before = [globalThis.Request, globalThis.Response];
        const url = await listen(toNodeHandler({ fetch: () => new Response('hi') }));

        expect(await (await fetch(url)).text()).toBe('hi');
        expect([globalThis.Request, globalThis.Response]).toEqual(before);
    });
});
