import type { ServiceStatus } from '@jitar/protocol';
import { describe, expect, it, vi } from 'vitest';

import { createServiceApp, signRequest, statusRoute } from './index.js';
import type { ServiceApp } from './index.js';

const status = { format: 1, id: 'gateway-1' } as ServiceStatus;
const url = 'http://localhost/status';

function createApp(trustKey: string | undefined = 'secret'): { app: ServiceApp; told: () => ServiceStatus }
{
    const told = vi.fn(() => status);
    const app = createServiceApp();

    app.use(statusRoute({ trustKey, status: told }));
    app.get('/status', context => context.text('a page of the application'));

    return { app, told };
}

const ask = async (app: ServiceApp, headers: Record<string, string>, method = 'GET'): Promise<Response> => app.fetch(new Request(url, { method, headers }));

describe('GET /status', () =>
{
    it('answers who brings the trust key', async () =>
    {
        const response = await ask(createApp().app, { 'x-jitar-trust-key': 'secret' });

        expect(await response.json()).toEqual(status);
        expect(response.headers.get('cache-control')).toBe('no-store');
    });

    it('answers who signs the request, once', async () =>
    {
        const { app } = createApp();
        const authorization = await signRequest({ method: 'GET', url }, { trustKey: 'secret' });

        expect((await ask(app, { authorization })).status).toBe(200);
        expect((await ask(app, { authorization })).status).toBe(401);
    });

    it.each<[string, Record<string, string>]>([
        ['nothing', {}],
        ['credentials of the application', { authorization: 'Bearer secret' }]
    ])('is not there for who brings %s', async (_title, headers) =>
    {
        const { app, told } = createApp();

        expect(await (await ask(app, headers)).text()).toBe('a page of the application');
        expect(told).not.toHaveBeenCalled();
    });

    it.each<[string, Record<string, string>, string | undefined]>([
        ['a wrong key', { 'x-jitar-trust-key': 'guess' }, 'secret'],
        ['an empty key', { 'x-jitar-trust-key': '' }, 'secret'],
        ['a signature that is none', { authorization: 'Jitar 1.2.3' }, 'secret'],
        ['a key where there is none', { 'x-jitar-trust-key': 'guess' }, undefined],
        ['an empty key where there is none', { 'x-jitar-trust-key': '' }, undefined]
    ])('refuses who brings %s', async (_title, headers, trustKey) =>
    {
        const { told } = createApp();
        const app = createServiceApp();

        app.use(statusRoute({ trustKey, status: told }));

        const response = await ask(app, headers);

        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: { code: 'WRONG_TRUST_KEY' } });
        expect(told).not.toHaveBeenCalled();
    });

    it('is for reading only', async () =>
    {
        expect((await ask(createApp().app, { 'x-jitar-trust-key': 'secret' }, 'POST')).status).toBe(404);
    });
});
