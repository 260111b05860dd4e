import { describe, expect, it } from 'vitest';

import { healthRoutes } from './health-routes.js';

describe('healthRoutes', () =>
{
    it('answer each check as JSON', async () =>
    {
        const answer = await healthRoutes({ check: async () => ({ database: true, disk: false }) }).request('/');

        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(await answer.json()).toEqual({ database: true, disk: false });
    });

    it.each([[{ a: true, b: false }, 'false'], [{ a: true }, 'true'], [{}, 'true']])('answer %o as the status %s', async (checks, status) =>
    {
        const answer = await healthRoutes({ check: async () => checks }).request('/status');

        expect([answer.status, await answer.text()]).toEqual([200, status]);
    });
});
