import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { trustKey } from './cluster.js';
import { entries, startHostileApplication } from './hostile-application.js';
import type { Answer, HostileApplication } from './hostile-application.js';
import { exchangeRaw } from './raw-http.js';

let application: HostileApplication;

beforeAll(async () => { application = await startHostileApplication(); });
afterAll(async () => { await application[Symbol.asyncDispose](); });

const key = 'x-jitar-trust-key';
const forged: readonly (readonly [string, string])[] = [
    ['an empty one', ''],
    ['a guess', 'a guess'],
    ['the beginning of it', trustKey.slice(0, -1)],
    ['it with something behind', `${trustKey}!`],
    ['it twice', `${trustKey}, ${trustKey}`],
    ['its digest', createHash('sha256').update(trustKey).digest('hex')],
    ['a long one', 'a'.repeat(8_000)]
];

describe.each(entries)('%s', entry =>
{
    const refusesAndRunsNothing = async (call: () => Promise<Answer>, expected: Partial<Pick<Answer, 'status' | 'code'>>): Promise<void> =>
    {
        const ran = application.journal().length;
        const answer = await call();

        expect(answer, answer.text).toMatchObject(expected);
        expect(answer.text).not.toContain(trustKey);
        expect(application.journal()).toHaveLength(ran);
    };

    it('runs a protected procedure for who brings the trust key', async () =>
    {
        expect(await application.post(entry, 'guarded', {}, { [key]: trustKey })).toMatchObject({ status: 200, text: 'guarded' });
    });

    it('runs what its own procedures call, whoever called these', async () =>
    {
        expect(await application.post(entry, 'throughVault', {})).toMatchObject({ status: 200, text: 'treasure' });
    });

    // Behind a proxy or a gateway, trusted members pass the call on: the caller stays outside all the same.
    it.each(['guarded', 'vault'])('refuses the protected procedure %s without a trust key, wherever it runs', async fqn =>
    {
        await refusesAndRunsNothing(() => application.post(entry, fqn, {}), fqn === 'vault' && entry === 'node' ? { status: 404 } : { status: 401, code: 'TRUST_REQUIRED' });
    });

    it.each(forged)('refuses a trust key that is %s, for public procedures too', async (_title, value) =>
    {
        for (const fqn of ['guarded', 'echo', 'unknown'])
        {
            await refusesAndRunsNothing(() => application.post(entry, fqn, { value: 1 }, { [key]: value }), { status: 401, code: 'WRONG_TRUST_KEY' });
        }
    });

    it('refuses two trust keys, though one of them is right', async () =>
    {
        const answer = await exchangeRaw(application.urlOf(entry), `GET /rpc/guarded HTTP/1.1\r\nHost: x\r\nX-Jitar-Trust-Key: ${trustKey}\r\nX-Jitar-Trust-Key: guess\r\nConnection: close\r\n\r\n`);

        expect(answer).toMatch(/^HTTP\/1\.1 401 /u);
    });

    it.each([
        ['in the query', '/rpc/guarded?x-jitar-trust-key='], ['in the query as an argument', '/rpc/guarded?trustKey=']
    ])('does not look for a trust key %s', async (_title, path) =>
    {
        await refusesAndRunsNothing(() => application.call(entry, path + encodeURIComponent(trustKey)), { status: 401, code: 'TRUST_REQUIRED' });
    });

    it('does not know private procedures, even for who is trusted', async () =>
    {
        const unknown = await application.post(entry, 'unknown', {}, { [key]: trustKey });
        const internal = await application.post(entry, 'internal', {}, { [key]: trustKey });

        expect(internal).toMatchObject({ status: 404, code: 'PROCEDURE_NOT_FOUND' });
        expect(internal.text.replaceAll('internal', 'unknown')).toBe(unknown.text);
    });

    it.each<[string, () => Promise<Answer>]>([
        ['in a body', () => application.post(entry, 'whoami', { '*user': 'root' })],
        ['in a query', () => application.call(entry, '/rpc/whoami?*user=root')],
        ['in an escaped query', () => application.call(entry, '/rpc/whoami?%2Auser=root')],
        ['in an escaped body', () => application.call(entry, '/rpc/whoami', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"\\u002auser":"root"}' })],
        ['in a tagged body', () => application.post(entry, 'whoami', { '*user': 'root' }, { 'x-jitar-data-encoding': 'tagged' })],
        ['in a dry run', () => application.call(entry, '/rpc/whoami?*user=root', { method: 'OPTIONS' })],
        ['of a trusted caller', () => application.post(entry, 'whoami', { '*user': 'root' }, { [key]: trustKey })]
    ])('refuses arguments that are the middleware\'s %s', async (_title, call) =>
    {
        await refusesAndRunsNothing(call, { status: 400, code: 'INVALID_REQUEST' });
    });

    it.each([
        ['x-jitar-member', 'Jitar 1.2.3', 401], ['x-jitar-member', '', 401],
        ['x-jitar-caller', 'member', 200], ['x-jitar-trusted', 'true', 200], ['x-jitar-segment', 'front', 200], ['x-jitar-status', '204', 200], ['X-JITAR-ANYTHING', '1', 200]
    ])('lets %s: %j reach nobody', async (name, value, status) =>
    {
        const answer = await application.post(entry, 'whoami', {}, { [name]: value, 'x-own': '1' });

        expect(answer.status, answer.text).toBe(status);

        if (status === 200)
        {
            const { user, headers } = JSON.parse(answer.text) as { user: string; headers: string[] };

            expect(user).toBe('nobody');
            expect(headers).toContain('x-own');
            expect(headers.filter(header => header.startsWith('x-jitar'))).toEqual([]);
        }

        await refusesAndRunsNothing(() => application.post(entry, 'guarded', {}, { [name]: value }), { status: 401 });
    });

    it('shows the trust key of a caller to no procedure', async () =>
    {
        const { text } = await application.post(entry, 'whoami', {}, { [key]: trustKey });

        expect(JSON.parse(text)).toMatchObject({ headers: expect.not.arrayContaining([key]) as unknown });
    });
});

describe('the logs', () =>
{
    it('never hold the trust key', () =>
    {
        expect(application.cluster.services.flatMap(({ text }) => text).filter(line => line.includes(trustKey))).toEqual([]);
    });
});

describe('the repository', () =>
{
    it.each([
        ['nothing', {}], ['the trust key itself', { [key]: trustKey }], ['a signature that is none', { authorization: `Jitar ${String(Date.now())}.${'0'.repeat(32)}.${'0'.repeat(64)}` }]
    ])('hands no file of a segment out for %s, directly or behind the proxy', async (_title, headers) =>
    {
        for (const name of ['repository', 'proxy'] as const)
        {
            for (const path of ['/.jitar/manifest.json', '/.jitar/files/front.segment.js'])
            {
                const response = await fetch(`${application.urlOf(name)}${path}`, { headers });

                expect(response.status).toBe(401);
                expect(await response.text()).not.toContain('vault');
            }
        }
    });
});
