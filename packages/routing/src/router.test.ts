import { createError, hasCode } from '@jitar/errors';
import type { ErrorCode } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { Access, Caller, Invocation, Invoker, Outcome, ProcedureDescription } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import { describe, expect, it } from 'vitest';

import { createRouter } from './index.js';
import type { Member, Router } from './index.js';

const outsider: Caller = { kind: 'outside', trusted: false };
const trusted: Caller = { kind: 'outside', trusted: true };
const node: Caller = { kind: 'member', id: 'node-1' };

function createInvocation(overrides: Partial<Invocation> = {}): Invocation
{
    return { fqn: 'a', match: 'compatible', args: { form: 'json', text: '{}' }, headers: {}, caller: outsider, ...overrides };
}

function answer(text: string): Outcome
{
    return { result: { form: 'tagged', text }, headers: {} };
}

function failure(unstarted: boolean): RemoteFailure
{
    return new RemoteFailure({ name: 'JitarError', message: 'no', code: 'LINK_LOST', status: 503, retryable: false, unstarted });
}

function createMember(id: string, overrides: Partial<Member> & { readonly access?: Access; readonly versions?: readonly string[] } = {}): Member
{
    const { access = 'public', versions = ['0.0.0'], ...rest } = overrides;
    const procedures = versions.map((version): ProcedureDescription => ({ fqn: 'a', version, access }));

    return { id, procedures, invoker: { invoke: async () => answer(id) }, ...rest };
}

function createFilledRouter(...members: Member[]): Router
{
    const router = createRouter({ random: () => 0, now: () => 1000, after: (_, action) => { queueMicrotask(action); return () => undefined; } });

    members.forEach(member => router.add(member));

    return router;
}

async function whereTo(router: Router, overrides: Partial<Invocation> = {}): Promise<string>
{
    const { result } = await router.invoke(createInvocation(overrides));

    return result.form === 'live' ? 'live' : result.text;
}

async function codeOf(router: Router, overrides: Partial<Invocation> = {}): Promise<unknown>
{
    return router.invoke(createInvocation(overrides)).then(() => 'none', (error: unknown) => (error as { code?: ErrorCode }).code);
}

describe('what a call finds', () =>
{
    it('is nothing where nobody serves it: 404 for outsiders, 503 for stubs', async () =>
    {
        const router = createFilledRouter(createMember('one'));

        expect(await codeOf(router, { fqn: 'b' })).toBe('PROCEDURE_NOT_FOUND');
        expect(await codeOf(router, { fqn: '__proto__' })).toBe('PROCEDURE_NOT_FOUND');
        expect(await codeOf(router, { fqn: 'b', match: 'exact', version: '0.0.0', caller: node })).toBe('NO_NODE_FOR_PROCEDURE');
    });

    it('is the same nothing for a private procedure', async () =>
    {
        const router = createFilledRouter(createMember('one', { access: 'private' }));

        for (const caller of [outsider, trusted, node])
        {
            expect(await codeOf(router, { caller })).toBe('PROCEDURE_NOT_FOUND');
        }
    });

    it('needs trust where it is protected', async () =>
    {
        const router = createFilledRouter(createMember('one', { access: 'protected', versions: ['1.0.0', '2.0.0'] }));

        expect(await codeOf(router)).toBe('TRUST_REQUIRED');
        expect(await whereTo(router, { caller: trusted, version: '1' })).toBe('one');
        expect(await whereTo(router, { caller: node, version: '2.0.0', match: 'exact' })).toBe('one');
    });

    it('is the highest version not above the requested one, over all members', async () =>
    {
        const router = createFilledRouter(createMember('old', { versions: ['1.0.0'] }), createMember('new', { versions: ['2.0.0', '3.0.0'], healthy: false }));

        expect(await whereTo(router, { version: '1.5' })).toBe('old');
        // Not the old one, although the only member with the right one is ill.
        expect(await whereTo(router, { version: '2' })).toBe('new');
        expect(await codeOf(router, { version: '0.9' })).toBe('PROCEDURE_NOT_FOUND');
        expect(await codeOf(router)).toBe('VERSION_REQUIRED');
        expect(await codeOf(router, { version: 'x' })).toBe('INVALID_VERSION');
        expect(await codeOf(router, { version: '2.5.0', match: 'exact' })).toBe('NO_NODE_FOR_PROCEDURE');
    });

    it('takes no part in versions where the caller may not access it', async () =>
    {
        const router = createFilledRouter(createMember('open', { versions: ['1.0.0'] }), createMember('closed', { versions: ['2.0.0'], access: 'protected' }));

        expect(await whereTo(router, { version: '2' })).toBe('open');
        expect(await whereTo(router, { version: '2', caller: trusted })).toBe('closed');
    });

    it('is as closed as the strictest member that serves it', async () =>
    {
        const router = createFilledRouter(createMember('open'), createMember('closed', { access: 'protected' }));

        expect(await codeOf(router)).toBe('TRUST_REQUIRED');
        router.remove('closed');
        expect(await whereTo(router)).toBe('open');
    });

    it('is no lower version while the one that is asked for is lost; one that left is no more', async () =>
    {
        const router = createFilledRouter(createMember('none', { versions: ['0.0.0'] }), createMember('first', { versions: ['1.0.0'] }), createMember('second', { versions: ['2.0.0'] }));

        router.remove('second');
        router.remove('none');

        expect(await codeOf(router, { version: '2.0.0' })).toBe('NO_NODE_FOR_PROCEDURE');
        expect(await codeOf(router)).toBe('NO_NODE_FOR_PROCEDURE');
        expect(await whereTo(router, { version: '1.5.0' })).toBe('first');
        expect(router.procedures()).toEqual([{ fqn: 'a', version: '1.0.0', access: 'public' }]);
        expect(router.serves({ fqn: 'a', version: '2.0.0' })).toBe(false);

        router.add(createMember('second', { versions: ['2.0.0'] }));
        router.update('second', { draining: true });
        router.remove('second');

        expect(await whereTo(router, { version: '2.0.0' })).toBe('first');
    });

    it('is 503 rather than 404 while all that served it are gone, and only for who could call it', async () =>
    {
        const router = createFilledRouter(createMember('one'), { ...createMember('two'), procedures: [{ fqn: 'p', version: '0.0.0', access: 'protected' }] });

        router.remove('one');
        router.remove('two');

        expect(await codeOf(router)).toBe('NO_NODE_FOR_PROCEDURE');
        // As while somebody serves it.
        expect(await codeOf(router, { fqn: 'p' })).toBe('TRUST_REQUIRED');
        expect(await codeOf(router, { fqn: 'p', caller: trusted })).toBe('NO_NODE_FOR_PROCEDURE');
    });

    it('is answered by a dry run under the same rules, without running anything', async () =>
    {
        let runs = 0;
        const invoker: Invoker = { invoke: async () => { runs++; return answer('ran'); } };
        const router = createFilledRouter(createMember('one', { invoker, access: 'protected' }));

        expect(await codeOf(router, { dryRun: true })).toBe('TRUST_REQUIRED');
        expect(await codeOf(router, { dryRun: true, fqn: 'b' })).toBe('PROCEDURE_NOT_FOUND');
        expect(await router.invoke(createInvocation({ dryRun: true, caller: trusted }))).toEqual(answer(createCodec().encode(undefined)));
        expect(await router.invoke(createInvocation({ dryRun: true, caller: trusted, args: { form: 'live', value: {} } }))).toEqual({ result: { form: 'live', value: undefined }, headers: {} });
        expect(runs).toBe(0);
    });
});

describe('who gets a call', () =>
{
    it('changes from call to call when all are idle', async () =>
    {
        const router = createFilledRouter(createMember('one'), createMember('two'), createMember('three'));
        const places: string[] = [];

        for (let call = 0; call < 6; call++)
        {
            places.push(await whereTo(router));
        }

        expect(places).toEqual(['one', 'two', 'three', 'one', 'two', 'three']);
    });

    it('is the one with the fewest calls in hand', async () =>
    {
        const slow: Invoker = { invoke: () => new Promise(() => undefined) };
        const router = createFilledRouter(createMember('slow', { invoker: slow }), createMember('fast'));

        void router.invoke(createInvocation());

        expect(router.members().map(({ id, outstanding }) => [id, outstanding])).toEqual([['slow', 1], ['fast', 0]]);
        expect([await whereTo(router), await whereTo(router), await whereTo(router)]).toEqual(['fast', 'fast', 'fast']);
    });

    it('is decided by a balancer of one\'s own', async () =>
    {
        const router = createRouter({ balancing: candidates => candidates[candidates.length - 1] ?? candidates[0] });

        router.add(createMember('one'));
        router.add(createMember('two'));

        expect([await whereTo(router), await whereTo(router)]).toEqual(['two', 'two']);
    });

    it('is no unhealthy or silent one, unless all are', async () =>
    {
        const router = createFilledRouter(createMember('one'), createMember('two'));

        router.update('one', { healthy: false });
        expect([await whereTo(router), await whereTo(router)]).toEqual(['two', 'two']);

        router.update('two', { responsive: false });
        expect([await whereTo(router), await whereTo(router)].sort()).toEqual(['one', 'two']);

        router.update('one', { healthy: true });
        expect([await whereTo(router), await whereTo(router)]).toEqual(['one', 'one']);
    });

    it('is never one that is leaving', async () =>
    {
        const router = createFilledRouter(createMember('one'), createMember('two', { healthy: false }));

        router.update('one', { draining: true });
        expect(await whereTo(router)).toBe('two');

        router.update('two', { draining: true });
        expect(await codeOf(router)).toBe('NO_NODE_FOR_PROCEDURE');
    });

    it('is found among thousands, of whom each came and went without a look at all others', async () =>
    {
        let looks = 0;
        const description = { fqn: 'a', version: '0.0.0', get access(): Access { looks++; return 'public'; } };
        const ids = Array.from({ length: 2_000 }, (_, index) => `member-${String(index)}`);
        const router = createFilledRouter(...ids.map(id => ({ ...createMember(id), procedures: [description] })));

        expect((await router.invoke(createInvocation())).result).toMatchObject({ text: 'member-0' });
        ids.forEach(id => { router.remove(id); });
        await expect(router.invoke(createInvocation())).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE' });

        expect(looks).toBeLessThan(3 * ids.length);
    });

    it('is the new invoker of a member that came back, which keeps the count of its calls', async () =>
    {
        const router = createFilledRouter(createMember('one', { invoker: { invoke: () => new Promise(() => undefined) } }));

        void router.invoke(createInvocation());
        router.add(createMember('one', { invoker: { invoke: async () => answer('again') }, versions: ['1.0.0'] }));

        expect(await whereTo(router)).toBe('again');
        expect(router.members()).toMatchObject([{ id: 'one', outstanding: 1, healthy: true }]);
        expect(router.procedures()).toEqual([{ fqn: 'a', version: '1.0.0', access: 'public' }]);
    });
});

describe('a call that failed', () =>
{
    it('runs once more elsewhere when it surely did not start', async () =>
    {
        const router = createFilledRouter(createMember('one', { invoker: { invoke: () => Promise.reject(failure(true)) } }), createMember('two'));

        expect([await whereTo(router), await whereTo(router)]).toEqual(['two', 'two']);
        expect(router.members().map(({ outstanding }) => outstanding)).toEqual([0, 0]);
    });

    it('runs at most twice, and what fails then is final', async () =>
    {
        let runs = 0;
        const invoker: Invoker = { invoke: () => { runs++; return Promise.reject(failure(true)); } };
        const router = createFilledRouter(createMember('one', { invoker }), createMember('two', { invoker }), createMember('three', { invoker }));

        await expect(router.invoke(createInvocation())).rejects.toMatchObject({ envelope: { code: 'LINK_LOST', unstarted: true, final: true } });
        expect(runs).toBe(2);
    });

    it.each([
        ['it may have started', failure(false), {}],
        ['the procedure failed with an error of that code', createError('SERVICE_STOPPING', {}), {}],
        ['a hop has tried it again already', new RemoteFailure({ ...failure(true).envelope, final: true }), {}],
        ['its caller has given up', failure(true), { signal: AbortSignal.abort() }]
    ] as const)('does not run again when %s', async (_, error, overrides) =>
    {
        let runs = 0;
        const invoker: Invoker = { invoke: () => { runs++; return Promise.reject(error); } };
        const router = createFilledRouter(createMember('one', { invoker }), createMember('two', { invoker }));

        await expect(router.invoke(createInvocation(overrides))).rejects.toBe(error);
        expect(runs).toBe(1);
    });

    it('stays unstarted when there was nobody else, so that a hop further out may try', async () =>
    {
        const router = createFilledRouter(createMember('one', { invoker: { invoke: () => Promise.reject(failure(true)) } }));

        const failed = await router.invoke(createInvocation()).catch((error: unknown) => error) as RemoteFailure;

        expect([failed.envelope.unstarted, failed.envelope.final]).toEqual([true, undefined]);
    });

    it('runs at nobody when its deadline has passed before', async () =>
    {
        const router = createFilledRouter(createMember('one', { invoker: { invoke: () => Promise.reject(new Error('it ran')) } }));

        expect(await codeOf(router, { deadline: 1000 })).toBe('DEADLINE_EXCEEDED');
    });
});

describe('the deadline', () =>
{
    const cases: [string, number | undefined, number | undefined, number | undefined][] = [
        ['of a call that has none is the default', undefined, undefined, 16_000],
        ['of a call that has none is that of the procedure', undefined, 200, 1200],
        ['that comes first counts', 1100, 200, 1100],
        ['of a procedure shortens a longer one', 5000, 200, 1200],
        ['of a procedure may be none', undefined, 0, undefined]
    ];

    it('of a nested call is what remains, even where that is more than the default', async () =>
    {
        const received: (number | undefined)[] = [];
        const invoker = { invoke: async ({ deadline }: Invocation) => { received.push(deadline); return answer('1'); } };
        const router = createFilledRouter(createMember('one', { invoker }));

        await router.invoke(createInvocation({ deadline: 61_000, caller: { kind: 'member', id: 'two' } }));
        await router.invoke(createInvocation({ deadline: 61_000, caller: { kind: 'outside', trusted: true } }));

        expect(received).toEqual([61_000, 16_000]);
    });

    it.each(cases)('%s', async (_, deadline, timeout, expected) =>
    {
        let received: Invocation | undefined;
        const router = createFilledRouter({
            id: 'one',
            procedures: [{ fqn: 'a', version: '0.0.0', access: 'public', ...(timeout !== undefined && { timeout }) }],
            invoker: { invoke: async invocation => { received = invocation; return answer('1'); } }
        });

        await router.invoke(createInvocation(deadline === undefined ? {} : { deadline }));

        expect(received?.deadline).toBe(expected);
    });
});

it('tells where calls go', async () =>
{
    const routes: string[] = [];
    const router = createRouter({ onRoute: ({ fqn }, member) => routes.push(`${fqn} to ${member.id}`) });

    router.add(createMember('one'));
    await router.invoke(createInvocation());

    expect(routes).toEqual(['a to one']);
    expect(hasCode(await router.invoke(createInvocation({ fqn: 'b' })).catch((error: unknown) => error), 'PROCEDURE_NOT_FOUND')).toBe(true);
});
