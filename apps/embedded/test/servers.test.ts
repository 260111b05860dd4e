import { serve } from '@hono/node-server';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { createExpressServer } from '../server/express.js';
import { createHonoServer } from '../server/hono.js';

const dist = new URL('../dist/', import.meta.url);
const running: Server[] = [];

afterEach(async () =>
{
    await Promise.all(running.splice(0).map(async server =>
    {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
    }));
});

async function listen(server: Server): Promise<string>
{
    running.push(server);

    if (!server.listening)
    {
        await once(server, 'listening');
    }

    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const servers: Record<string, () => Promise<string>> = {
    Hono: async () => listen(serve({ fetch: (await createHonoServer(dist)).fetch, hostname: '127.0.0.1', port: 0 }) as Server),
    Express: async () => listen(createServer(await createExpressServer(dist)).listen(0, '127.0.0.1'))
};

describe.each(Object.entries(servers))('a server of %s', (_name, start) =>
{
    it('keeps its own routes', async () =>
    {
        const url = await start();
        const response = await fetch(`${url}/about`);

        expect(await response.text()).toBe('A server of our own');
    });

    it('runs a procedure, called with GET and with POST', async () =>
    {
        const url = await start();
        const byGet = await fetch(`${url}/rpc/domain/sayHello?name=ada`);
        const byPost = await fetch(`${url}/rpc/domain/sayHello`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'ada', language: 'nl' }) });

        expect(await byGet.text()).toBe('Hello, Ada!');
        expect(await byPost.text()).toBe('Hallo, Ada!');
        expect(byPost.headers.get('x-jitar-content-type')).toBe('text/plain');
    });

    it('answers a mistake with a typed error', async () =>
    {
        const url = await start();
        const response = await fetch(`${url}/rpc/domain/sayGoodbye`);

        expect(response.status).toBe(404);
        expect(await response.json()).toMatchObject({ error: { code: 'PROCEDURE_NOT_FOUND' } });
    });
});
