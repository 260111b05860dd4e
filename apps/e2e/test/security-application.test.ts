import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { entries, startHostileApplication } from './hostile-application.js';
import type { HostileApplication } from './hostile-application.js';

let application: HostileApplication;

beforeAll(async () => { application = await startHostileApplication(); });
afterAll(async () => { await application[Symbol.asyncDispose](); });

/** What no answer may hold: messages that are not for callers, places in the code, and headers that were slipped in. */
function expectNothingLeaked({ text, headers }: { readonly text: string; readonly headers: Headers }): void
{
    const all = `${text}\n${[...headers].map(([name, value]) => `${name}: ${value}`).join('\n')}`;

    expect(all).not.toMatch(/1234|\bat .*\(|node_modules|\.js\b|file:|evil/u);
    expect(all).not.toContain(application.folder);
}

describe.each(entries)('an application behind %s', entry =>
{
    it.each<[string, number, string]>([
        ...['error', 'text', 'nothing', 'proxy', 'frozen', 'getter', 'status', 'cause', 'overflow', 'proxyResult', 'thenableResult'].map((way): [string, number, string] => [way, 500, 'INTERNAL_ERROR']),
        ['functionResult', 501, 'UNSUPPORTED_RESULT'], ['symbolResult', 500, 'VALUE_NOT_SERIALIZABLE'], ['getterResult', 500, 'VALUE_NOT_SERIALIZABLE']
    ])('that fails (%s) fails its own call, and tells nothing of itself', async (way, status, code) =>
    {
        const answer = await application.post(entry, 'misbehave', { way });

        expect(answer, answer.text).toMatchObject({ status, code });
        expect(answer.headers.get('content-type')).toMatch(/^application\/json/u);
        expectNothingLeaked(answer);

        if (code === 'INTERNAL_ERROR')
        {
            expect(JSON.parse(answer.text)).toEqual({ error: { code, message: 'Internal error', correlationId: expect.stringMatching(/^[\da-f-]{36}$/u) as string } });
        }
    });

    it.each(['timer', 'immediate', 'tick', 'microtask', 'rejection', 'lateRejection', 'nothingRejected', 'emitter'])('that fails where nobody hears it (%s) harms no other call', async way =>
    {
        const calls = await Promise.all(Array.from({ length: 5 }, async (_, number) => number === 2
            ? application.post(entry, 'misbehave', { way })
            : application.post(entry, 'echo', { value: `call ${String(number)}` })));

        expect(calls.map(({ text }) => text)).toEqual(['call 0', 'call 1', 'answered', 'call 3', 'call 4']);

        // It fails a moment after its answer.
        await new Promise(resolve => { setTimeout(resolve, 20); });

        expect((await application.post(entry, 'echo', { value: 'afterwards' })).text).toBe('afterwards');
    });

    it('cannot slip in headers', async () =>
    {
        for (const ask of ['header', 'name', 'location', 'unicode'])
        {
            const answer = await application.post(entry, 'echo', { value: 'marked' }, { 'x-ask': ask });

            expect(answer.status, ask).toBe(500);
            expect(answer.headers.has('set-cookie')).toBe(false);
            expectNothingLeaked(answer);
        }
    });

    it('cannot set headers that are Jitar\'s', async () =>
    {
        const answer = await application.post(entry, 'echo', { value: 'marked' }, { 'x-ask': 'reserved' });

        expect(answer.headers.get('x-jitar-trust-key')).toBeNull();
        expectNothingLeaked(answer);
    });

    it('redirects by the header of its middleware only, and never by a result', async () =>
    {
        const redirect = await application.post(entry, 'echo', { value: 'marked' }, { 'x-ask': 'good' });

        expect([redirect.status, redirect.headers.get('location')]).toEqual([302, 'https://example.com/']);

        const result = await application.post(entry, 'redirecting', {});

        expect(result).toMatchObject({ status: 200, text: expect.stringContaining('example.com') as string });
        expect(result.headers.get('location')).toBeNull();
    });
});

describe('the processes', () =>
{
    it('live', async () =>
    {
        expect(application.cluster.services.map(({ child }) => child.exitCode ?? child.signalCode)).toEqual(application.cluster.services.map(() => null));

        for (const { url } of application.cluster.services)
        {
            expect(await (await fetch(`${url}/health/status`)).text()).toBe('true');
        }
    });

    it('log what callers did not get to see, under the id that they got instead', async () =>
    {
        const { text } = await application.post('proxy', 'misbehave', { way: 'error' });
        const { correlationId } = (JSON.parse(text) as { error: { correlationId: string } }).error;

        await expect.poll(() => application.cluster.services.flatMap(({ records }) => records).filter(record => record['correlationId'] === correlationId).map(({ err }) => (err as { message: string }).message)).toEqual(['the password is 1234']);
    });
});
