import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { trustKey } from './cluster.js';
import { entries, startHostileApplication } from './hostile-application.js';
import type { HostileApplication } from './hostile-application.js';
import { connectRogue, joinRogue, proveKey, registrationOf } from './rogue-member.js';
import type { Message, Rogue, RogueOptions } from './rogue-member.js';

let application: HostileApplication;

beforeAll(async () => { application = await startHostileApplication(); });
afterAll(async () => { await application[Symbol.asyncDispose](); });

const registration = registrationOf('echo');
const nothing = (): void => undefined;

/** The nodes that the gateway sends calls to. */
async function listNodes(): Promise<{ readonly id: string; readonly state: string }[]>
{
    const response = await fetch(`${application.urlOf('gateway')}/status`, { headers: { 'x-jitar-trust-key': trustKey } });

    return (await response.json() as { destinations: { id: string; state: string }[] }).destinations;
}

async function expectUnharmed(): Promise<void>
{
    for (const entry of entries)
    {
        expect(await application.post(entry, 'echo', { value: 'unharmed' })).toMatchObject({ status: 200, text: 'unharmed' });
    }

    expect((await listNodes()).map(({ id }) => id.replace(/-[^-]*$/u, '')).sort()).toEqual(['back', 'node']);
}

describe.each(['gateway', 'node'] as const)('a link to %s', name =>
{
    it.each<[string, RogueOptions, (rogue: Rogue) => void, number]>([
        ['has no trust key', { keyed: false }, rogue => { rogue.send(['hello', rogue.hello]); }, 4401],
        ['speaks another version', { versions: [99] }, rogue => { rogue.send(['hello', rogue.hello]); }, 4401],
        ['speaks no version', { versions: [] }, rogue => { rogue.send(['hello', rogue.hello]); }, 4401],
        ['has no name', { id: '' }, rogue => { rogue.send(['hello', rogue.hello]); }, 4400],
        ['has a name of two lines', { id: 'a\nb' }, rogue => { rogue.send(['hello', rogue.hello]); }, 4400],
        ['is of no kind', { kind: 'king' }, rogue => { rogue.send(['hello', rogue.hello]); }, 4400],
        ['registers at once', {}, rogue => { rogue.send(['ask', 1, 'register', registration]); }, 4400],
        ['registers with its hello', {}, rogue => { rogue.send(['hello', rogue.hello], ['ask', 1, 'register', registration]); }, 4400],
        ['calls at once', {}, rogue => { rogue.send(['call', 1, { fqn: 'guarded', match: 'compatible', form: 'json', args: '{}', caller: { kind: 'member' } }]); }, 4400],
        ['is ready at once', {}, rogue => { rogue.send(['hello', rogue.hello], ['ready']); }, 4400],
        ['sends a proof that is none', {}, rogue => { rogue.send(['hello', rogue.hello], ['proof', null]); }, 4401],
        ['guesses the proof', {}, rogue => { rogue.send(['hello', rogue.hello], ['proof', randomBytes(32).toString('hex')]); }, 4401],
        ['proves something else', {}, rogue => { rogue.send(['hello', rogue.hello], ['proof', proveKey(trustKey, rogue.hello, rogue.hello)]); }, 4401],
        ['greets in bytes', {}, rogue => { rogue.sendRaw(new Uint8Array(8)); }, 4400],
        ['greets at length', {}, rogue => { rogue.send(['hello', { ...rogue.hello as object, extra: 'a'.repeat(20_000) }]); }, 4400],
        ['sends no JSON', {}, rogue => { rogue.sendRaw('bogus'); }, 4400],
        ['sends JSON of 20,000 levels', {}, rogue => { rogue.sendRaw('['.repeat(8_000) + ']'.repeat(8_000)); }, 4400],
        ['says nothing', {}, nothing, 4408],
        ['says no more than hello', {}, rogue => { rogue.send(['hello', rogue.hello]); }, 4408]
    ])('is closed when a stranger %s', async (_title, options, say, code) =>
    {
        await using rogue = await connectRogue(application.urlOf(name), options);
        const begin = performance.now();

        say(rogue);

        expect(await rogue.closed).toBe(code);
        expect(performance.now() - begin).toBeLessThan(8_000);
        expect(rogue.received.filter(([type]) => !['hello', 'refuse'].includes(type))).toEqual([]);
    });

    it('is closed when a stranger repeats the proof that another member gave', async () =>
    {
        await using member = await joinRogue(application.urlOf(name), { id: 'member-1' });
        const proof = proveKey(trustKey, member.hello, (await member.next('hello'))?.[1]);

        await using stranger = await connectRogue(application.urlOf(name));
        stranger.send(['hello', member.hello], ['proof', proof]);

        expect(await stranger.closed).toBe(4401);
    });

    it.each(['a guess', '', `${trustKey} `])('is closed when a stranger proves the key %j', async key =>
    {
        await using rogue = await joinRogue(application.urlOf(name), { key });

        expect(await rogue.closed).toBe(4401);
    });

    it('is none for pages', async () =>
    {
        await expect(connectRogue(application.urlOf(name), { headers: { origin: 'https://evil.example' } })).rejects.toThrow('403');
    });

    it('harms nobody', expectUnharmed);
});

describe.each(['standalone', 'proxy', 'repository'] as const)('%s', name =>
{
    it('takes no links', async () =>
    {
        await expect(connectRogue(application.urlOf(name))).rejects.toThrow('404');
    });
});

describe('a member that knows the key, and', () =>
{
    it.each(['gateway', 'proxy', 'repository'])('is a %s, registers nothing', async kind =>
    {
        await using rogue = await joinRogue(application.urlOf('gateway'), { kind });

        expect(await rogue.ask('register', registration)).toMatchObject(['error', { code: 'INVALID_REQUEST' }]);
        await expectUnharmed();
    });

    it.each<[string, unknown]>([['report', { healthy: false }], ['leave', null]])('did not register, cannot ask %s', async (kind, body) =>
    {
        await using rogue = await joinRogue(application.urlOf('gateway'));

        expect(await rogue.ask(kind, body)).toMatchObject(['error', { code: 'INVALID_REQUEST' }]);
        await expectUnharmed();
    });

    it('wants to take another one off the list under its own name, cannot', async () =>
    {
        await using rogue = await joinRogue(application.urlOf('gateway'));

        expect(await rogue.ask('register', registrationOf('rogue/own'))).toEqual(['reply', { accepted: true }]);
        await rogue.ask('report', { healthy: false, id: (await listNodes())[0]?.id });
        expect((await listNodes()).map(({ state }) => state).sort()).toEqual(['healthy', 'healthy', 'unhealthy']);

        await rogue.ask('leave', null);
        await expectUnharmed();
    });

    it('calls private procedures, finds none', async () =>
    {
        await using rogue = await joinRogue(application.urlOf('node'));

        rogue.send(['call', 1, { fqn: 'internal', match: 'compatible', form: 'json', args: '{}', caller: { kind: 'member', segment: 'front' } }]);

        expect(await rogue.next('error')).toMatchObject(['error', 1, { code: 'PROCEDURE_NOT_FOUND' }]);
    });

    it('says that a protected procedure is public, does not make it so', async () =>
    {
        await using rogue = await joinRogue(application.urlOf('gateway'));

        await rogue.ask('register', registrationOf('guarded', 'vault'));

        for (const fqn of ['guarded', 'vault'])
        {
            expect(await application.post('gateway', fqn, {})).toMatchObject({ status: 401, code: 'TRUST_REQUIRED' });
        }

        expect(rogue.received.filter(([type]) => type === 'call')).toEqual([]);
    });

    it.each<[string, (call: Message) => unknown[] | string | Uint8Array]>([
        ['what is no JSON', () => 'bogus'],
        ['what is no list', () => '{}'],
        ['an unknown message', () => [['bogus']]],
        ['a call that was never made', () => [['answer', 4_000_000, { form: 'json', result: '1' }]]],
        ['a form that is none', ([, number]) => [['answer', number, { form: 'live', result: '1' }]]],
        ['a result that is none', ([, number]) => [['answer', number, { form: 'tagged', result: 7 }]]],
        ['a status that is none', ([, number]) => [['answer', number, { form: 'json', result: '1', status: 99 }]]],
        ['a header of two lines', ([, number]) => [['answer', number, { form: 'json', result: '1', headers: { 'x-mark': 'a\r\nset-cookie: evil=1' } }]]],
        ['an error without a name', ([, number]) => [['error', number, { message: 'failed' }]]],
        ['parts that it did not announce', () => new Uint8Array([0, 0, 0, 9, 1, 2, 3])],
        ['more parts than there may be', ([, number]) => [['answer', number, { form: 'tagged', result: '1', parts: { number: 1, lengths: [60_000_000, 60_000_000] } }]]],
        ['credit that is none', () => [['credit', -1]]],
        ['a stream that it did not open', () => [['item', 7, null]]]
    ])('announces what others serve, and answers %s, loses its link and the call', async (_title, answer) =>
    {
        await using rogue = await joinRogue(application.urlOf('gateway'));

        await rogue.ask('register', registration);

        const failures = await callUntil(rogue, call =>
        {
            const message = answer(call);

            if (typeof message === 'string' || message instanceof Uint8Array) { rogue.sendRaw(message); } else { rogue.send(...message); }
        });

        expect(await rogue.closed).toBe(4400);
        expect(failures).toEqual([{ status: 503, code: 'OUTCOME_UNKNOWN' }]);
        await expectUnharmed();
    });

    it('answers with a result that cannot be read, fails the call and no other', async () =>
    {
        await using rogue = await joinRogue(application.urlOf('gateway'));

        await rogue.ask('register', registration);

        const failures = await callUntil(rogue, ([, number]) => { rogue.send(['answer', number, { form: 'tagged', result: `{"$tagged":1,"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }]); });

        expect(failures).toMatchObject([{ status: 500 }]);
        await rogue.ask('leave', null);
        await expectUnharmed();
    });

    it('sends a frame of more than 64 MB, loses its link', async () =>
    {
        await using rogue = await joinRogue(application.urlOf('gateway'));

        await rogue.ask('register', registrationOf('rogue/own'));
        rogue.sendRaw(`["${'a'.repeat(67_200_000)}"]`);

        expect([1006, 1009, 4400]).toContain(await rogue.closed);
        await expectUnharmed();
    });

    /** Calls through the gateway until the rogue has got a call and answered it. @returns The calls that failed. */
    async function callUntil(rogue: Rogue, answer: (call: Message) => void): Promise<{ status: number; code: string | null }[]>
    {
        const answering = rogue.next('call').then(call => { answer(call ?? expect.fail('there was no call')); });
        const calls: Promise<{ status: number; code: string | null }>[] = [];

        while (!rogue.received.some(([type]) => type === 'call'))
        {
            calls.push(application.post('gateway', 'echo', { value: 1 }).then(({ status, code }) => ({ status, code })));
            await Promise.race([calls.at(-1), rogue.next('call')]);
        }

        await answering;

        return (await Promise.all(calls)).filter(({ status }) => status !== 200);
    }
});

describe('/link', () =>
{
    it.each(entries)('of %s is nothing for a plain request', async entry =>
    {
        expect((await application.call(entry, '/link')).status).toBe(404);
    });

    it('refuses an upgrade without a WebSocket key', async () =>
    {
        const status = await new Promise(resolve => { request(`${application.urlOf('gateway')}/link`, { headers: { connection: 'upgrade', upgrade: 'websocket' } }, response => { response.resume(); resolve(response.statusCode); }).end(); });

        expect(status).toBe(400);
        await expectUnharmed();
    });
});
