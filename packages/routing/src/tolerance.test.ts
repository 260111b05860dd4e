import { createError } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { EncodedPayload, FailureEnvelope, Invocation, Invoker, Outcome, ProcedureDescription } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createRouter } from './index.js';
import type { Router, RouterOptions } from './index.js';

type Behaviour = (invocation: Invocation) => Promise<Outcome>;

function answer(text: string): Outcome
{
    return { result: { form: 'tagged', text }, headers: {} };
}

function fail(envelope: Partial<FailureEnvelope>): Promise<never>
{
    return Promise.reject(new RemoteFailure({ name: 'JitarError', message: 'no', status: 503, retryable: false, unstarted: false, ...envelope }));
}

const lost = (): Promise<never> => fail({ code: 'OUTCOME_UNKNOWN', unanswered: true });
const refused = (): Promise<never> => fail({ code: 'SERVICE_UNREACHABLE', unstarted: true, unanswered: true });
const stopping = (): Promise<never> => fail({ code: 'SERVICE_STOPPING', unstarted: true });
const throwing = (): Promise<never> => fail({ code: 'CONFLICT', status: 409 });
const hanging = (): Promise<never> => Promise.reject(createError('DEADLINE_EXCEEDED', { fqn: 'a' }));

/** A router with members that behave as they are told, on a clock that goes on when something waits. */
class Cluster
{
    readonly router: Router;
    readonly pauses: number[] = [];
    readonly runs: string[] = [];
    readonly ejections: [string, number][] = [];
    readonly #behaviours: Record<string, Behaviour>;

    now = 1000;

    constructor(behaviours: Record<string, Behaviour>, options: RouterOptions & { readonly procedure?: Partial<ProcedureDescription> } = {})
    {
        const { procedure = {}, ...rest } = options;

        this.#behaviours = behaviours;
        this.router = createRouter({
            now: () => this.now,
            random: () => 0.5,
            after: (milliseconds, action) =>
            {
                this.pauses.push(milliseconds);
                this.now += milliseconds;
                queueMicrotask(action);

                return () => undefined;
            },
            onEject: (id, milliseconds) => this.ejections.push([id, milliseconds]),
            ...rest
        });

        for (const id of Object.keys(behaviours))
        {
            this.router.add({ id, procedures: [{ fqn: 'a', version: '0.0.0', access: 'public', ...procedure }], invoker: this.#invokerOf(id) });
        }
    }

    #invokerOf(id: string): Invoker
    {
        return {
            invoke: invocation =>
            {
                this.runs.push(id);

                return (this.#behaviours[id] ?? stopping)(invocation);
            }
        };
    }

    set(id: string, behaviour: Behaviour): void
    {
        this.#behaviours[id] = behaviour;
    }

    /** What comes back: the text, or the code. */
    async call(overrides: Partial<Invocation> = {}): Promise<string>
    {
        const invocation: Invocation = { fqn: 'a', match: 'compatible', args: { form: 'json', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false }, ...overrides };

        try
        {
            const { result } = await this.router.invoke(invocation);

            return result.form === 'live' ? 'live' : result.text;
        }
        catch (error)
        {
            return error instanceof RemoteFailure ? `${error.envelope.code ?? 'none'}${error.envelope.final === true ? ' final' : ''}` : (error as { code: string }).code;
        }
    }

    async callOften(times: number): Promise<string[]>
    {
        const outcomes = new Set<string>();

        for (let time = 0; time < times; time++)
        {
            outcomes.add(await this.call());
        }

        return [...outcomes].sort();
    }
}

describe('a member that refuses what is too much', () =>
{
    /** Has so many in hand at most, and ends none. */
    const taking = (most: number): { readonly behaviour: Behaviour; readonly asked: () => number } =>
    {
        let running = 0;
        let asked = 0;

        return {
            behaviour: () =>
            {
                asked++;

                return running++ < most ? new Promise(() => undefined) : fail({ code: 'OVERLOADED', unstarted: true });
            },
            asked: () => asked
        };
    };

    it('is asked for little more than it takes, and the others fail at once', async () =>
    {
        const { behaviour, asked } = taking(3);
        const cluster = new Cluster({ one: behaviour });
        const outcomes: string[] = [];

        for (let call = 0; call < 100; call++)
        {
            void cluster.call().then(outcome => outcomes.push(outcome));
            await new Promise(resolve => setImmediate(resolve));
        }

        expect([asked(), outcomes.length]).toEqual([4, 97]);
        expect(new Set(outcomes)).toEqual(new Set(['OVERLOADED']));

        cluster.now += 100;
        await cluster.callOften(10);
        expect(asked()).toBe(5);
    });

    it('is said to be one, also when it has room again a moment after it was asked for', async () =>
    {
        const { behaviour } = taking(3);
        const cluster = new Cluster({ one: behaviour });

        for (let call = 0; call < 4; call++)
        {
            void cluster.call();
            await new Promise(resolve => setImmediate(resolve));
        }

        // Time goes on with each look at the clock.
        let looks = 0;

        Object.defineProperty(cluster, 'now', { get: () => 1000 + 1000 * looks++ });
        expect(await cluster.call()).toBe('OVERLOADED');
    });

    it('is not one that calls such a member', async () =>
    {
        const cluster = new Cluster({ one: () => fail({ code: 'OVERLOADED' }) });
        const outcomes = await Promise.all(Array.from({ length: 10 }, () => cluster.call()));

        expect(cluster.runs.length).toBe(10);

        await Promise.all(outcomes.map(() => cluster.call()));
        expect(cluster.runs.length).toBe(20);
    });

    it('is asked for what other members need, whatever comes from outside', async () =>
    {
        const { behaviour, asked } = taking(3);
        const cluster = new Cluster({ one: behaviour });

        for (let call = 0; call < 10; call++)
        {
            void cluster.call();
            await new Promise(resolve => setImmediate(resolve));
        }

        expect(await cluster.call({ caller: { kind: 'member', id: 'node-2' } })).toBe('OVERLOADED');
        expect(asked()).toBe(5);
    });
});

describe('a second try', () =>
{
    it('comes after a pause of 25 to 250 milliseconds', async () =>
    {
        const pauses = await Promise.all([0, 0.999].map(async random =>
        {
            const cluster = new Cluster({ one: stopping, two: async () => answer('two') }, { random: () => random });

            expect(await cluster.call()).toBe('two');

            return cluster.pauses[0];
        }));

        expect(pauses).toEqual([25, 249.775]);
    });

    it('comes without a pause where a member has too much to do', async () =>
    {
        const cluster = new Cluster({ one: () => fail({ code: 'OVERLOADED', unstarted: true }), two: async () => answer('two') });

        expect(await cluster.call()).toBe('two');
        expect(cluster.pauses).toEqual([]);
    });

    it('follows the rules of the one who runs it', async () =>
    {
        const cluster = new Cluster({ one: () => fail({ code: 'BUSY', unstarted: true }), two: async () => answer('two') }, { retry: { share: 0, perSecond: 0.1, pause: [5, 7] } });

        expect(await cluster.callOften(3)).toEqual(['BUSY final', 'two']);
        expect(cluster.pauses).toEqual([6]);
    });

    it('is made of a call whose outcome is unknown only when it is idempotent everywhere', async () =>
    {
        const careful = new Cluster({ one: lost, two: async () => answer('two') });
        const repeatable = new Cluster({ one: lost, two: async () => answer('two') }, { procedure: { idempotent: true } });

        expect(await careful.call()).toBe('OUTCOME_UNKNOWN');
        expect(careful.runs).toEqual(['one']);
        expect(await repeatable.call()).toBe('two');

        repeatable.router.add({ id: 'three', procedures: [{ fqn: 'a', version: '0.0.0', access: 'public' }], invoker: { invoke: lost } });
        repeatable.router.remove('two');
        expect(await repeatable.call()).toBe('OUTCOME_UNKNOWN');
    });

    it('is made of a call with streams only when nothing was read of them', async () =>
    {
        const args = { form: 'tagged', text: '{}', streams: [{}] } as unknown as EncodedPayload;
        const unknown = new Cluster({ one: lost, two: async () => answer('two') }, { procedure: { idempotent: true } });
        const unread = new Cluster({ one: stopping, two: async () => answer('two') }, { procedure: { idempotent: true } });

        expect(await unknown.call({ args })).toBe('OUTCOME_UNKNOWN');
        expect(await unread.call({ args })).toBe('two');
    });

    it('is never made of what a procedure threw, nor of what it met beyond, idempotent or not', async () =>
    {
        for (const behaviour of [throwing, () => fail({ code: 'OUTCOME_UNKNOWN' }), () => fail({ code: 'LINK_LOST' })])
        {
            const cluster = new Cluster({ one: behaviour, two: behaviour }, { procedure: { idempotent: true } });

            await cluster.call();
            expect(cluster.runs).toEqual(['one']);
        }
    });

    it('is not made when its time is over, or the caller gives up during the pause', async () =>
    {
        const controller = new AbortController();
        const cluster = new Cluster({ one: stopping, two: async () => answer('two') });
        const aborting = new Cluster({ one: stopping, two: async () => answer('two') }, { after: (_, action) => { controller.abort(); queueMicrotask(action); return () => undefined; } });

        expect(await cluster.call({ deadline: 1100 })).toBe('SERVICE_STOPPING final');
        expect(cluster.runs).toEqual(['one']);

        expect(await aborting.call({ signal: controller.signal })).toBe('SERVICE_STOPPING final');
        expect(aborting.runs).toEqual(['one']);
    });

    it('keeps the deadline of the first', async () =>
    {
        const deadlines: (number | undefined)[] = [];
        const cluster = new Cluster({ one: call => { deadlines.push(call.deadline); return stopping(); }, two: async call => { deadlines.push(call.deadline); return answer('two'); } });

        await cluster.call();

        expect(deadlines).toEqual([16_000, 16_000]);
    });

    it('is not made more often than the budget has it, and then nobody tries again', async () =>
    {
        const cluster = new Cluster({ one: stopping, two: stopping }, { after: (_, action) => { queueMicrotask(action); return () => undefined; } });
        const outcomes = await cluster.callOften(1000);

        expect(outcomes).toEqual(['SERVICE_STOPPING final']);
        // A thousand calls in one second: a fifth of them, and ten for each of ten seconds.
        expect(cluster.runs.length).toBeLessThanOrEqual(1300);
        expect(cluster.runs.length).toBeGreaterThan(1200);
    });
});

describe('a member that cannot be reached', () =>
{
    it('costs no try, no pause and no second call', async () =>
    {
        const cluster = new Cluster({ one: refused, two: refused, three: refused, four: async () => answer('four') });

        expect(await cluster.call()).toBe('four');
        expect(cluster.pauses).toEqual([]);
        expect(await cluster.callOften(10)).toEqual(['four']);
        // Half of the members are left out at once; the third is asked in its turn.
        expect(cluster.ejections).toEqual([['one', 1000], ['two', 1000]]);
    });

    it('is one that says that it takes no calls, after the try that it cost', async () =>
    {
        const cluster = new Cluster({ one: stopping, two: async () => answer('two') });

        expect(await cluster.callOften(10)).toEqual(['two']);
        expect(cluster.runs.filter(id => id === 'one')).toEqual(['one']);
        expect(cluster.pauses.length).toBe(1);
    });

    it('leaves a call its second try', async () =>
    {
        const cluster = new Cluster({ one: refused, two: stopping, three: async () => answer('three') });

        expect(await cluster.call()).toBe('three');
        expect(cluster.pauses.length).toBe(1);
    });

    it('is not called by who has somewhere else to go, however many there are', async () =>
    {
        const cluster = new Cluster({ one: refused, two: refused }, { fallback: { invoke: async () => answer('elsewhere') } });

        expect(await cluster.callOften(10)).toEqual(['elsewhere']);
        expect(cluster.runs).toEqual(['one', 'two']);

        cluster.now += 1000;
        expect(await cluster.callOften(10)).toEqual(['elsewhere']);
        expect(cluster.runs.slice(2).sort()).toEqual(['one', 'two']);

        cluster.set('one', async () => answer('one'));
        cluster.now += 2000;
        expect(await cluster.callOften(10)).toEqual(expect.arrayContaining(['one']));
    });

    it('is one of at most sixteen that a call looks for, where it has somewhere else to go', async () =>
    {
        const nobody = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`nobody-${String(index)}`, refused]));
        const cluster = new Cluster(nobody, { fallback: { invoke: async () => answer('elsewhere') } });

        expect(await cluster.call()).toBe('elsewhere');
        expect(cluster.runs.length).toBe(16);

        // Where there is nothing else, it may still find one.
        const alone = new Cluster({ ...nobody, somebody: async () => answer('somebody') });

        expect(await alone.call()).toBe('somebody');
    });
});

describe('a member that fails', () =>
{
    it('is not one whose callers would not wait', async () =>
    {
        const hasty = new Cluster({ one: hanging, two: async () => answer('two') });

        // Each is given less time than calls may take: by who calls, or by what is left of the call around it.
        for (const caller of [{ kind: 'outside', trusted: false }, { kind: 'member', id: 'node-1' }] as const)
        {
            for (let time = 0; time < 20; time++)
            {
                await hasty.call({ caller, deadline: hasty.now + 2 });
            }
        }

        expect(hasty.ejections).toEqual([]);

        const patient = new Cluster({ one: hanging, two: async () => answer('two') });

        for (let time = 0; time < 20; time++)
        {
            await patient.call({ deadline: patient.now + 60_000 });
        }

        expect(patient.ejections).toEqual([['one', 1000]]);
    });

    it('is left out no more when it is none any more, whatever its last calls came to', async () =>
    {
        const failures: (() => void)[] = [];
        const pending: Behaviour = () => new Promise((_, reject) => failures.push(() => { lost().catch(reject); }));
        const cluster = new Cluster({ one: pending, two: lost, three: async () => answer('three') });
        const calls = Array.from({ length: 30 }, () => cluster.call());

        cluster.router.remove('one');
        failures.forEach(fail => { fail(); });
        await Promise.all(calls);

        // Of the two that remain, one may be left out: the one that fails.
        expect(new Set(cluster.ejections.map(([id]) => id))).toEqual(new Set(['two']));
    });

    it('is judged anew after a sign of life, by whatever call', async () =>
    {
        let fail: () => void = () => undefined;
        const cluster = new Cluster({ one: lost, two: async () => answer('two') });

        await cluster.callOften(20);
        cluster.set('one', () => new Promise((_, reject) => { fail = () => { lost().catch(reject); }; }));
        cluster.now += 1000;

        const probe = [cluster.call(), cluster.call()];

        cluster.router.update('one', { responsive: true });
        fail();
        await Promise.all(probe);

        expect(cluster.ejections).toEqual([['one', 1000]]);
    });

    it('gets no calls after five in a row, then one probe', async () =>
    {
        const cluster = new Cluster({ one: hanging, two: async () => answer('two') });

        expect(await cluster.callOften(10)).toEqual(['DEADLINE_EXCEEDED', 'two']);
        expect(cluster.router.members().map(({ ejected }) => ejected)).toEqual([true, false]);

        const before = cluster.runs.length;

        expect(await cluster.callOften(20)).toEqual(['two']);

        cluster.now += 1000;
        expect(await cluster.callOften(20)).toEqual(['DEADLINE_EXCEEDED', 'two']);
        expect(cluster.runs.slice(before).filter(id => id === 'one')).toEqual(['one']);
        expect(cluster.ejections).toEqual([['one', 1000], ['one', 2000]]);

        cluster.set('one', async () => answer('one'));
        cluster.now += 2000;
        expect(await cluster.callOften(20)).toEqual(['one', 'two']);
        expect(cluster.router.members().map(({ ejected }) => ejected)).toEqual([false, false]);
    });

    it('is left out by the rules of the one who runs it', async () =>
    {
        const cluster = new Cluster({ one: lost, two: async () => answer('two') }, { ejection: { failures: 2, first: 50 } });

        await cluster.callOften(10);

        expect(cluster.ejections).toEqual([['one', 50]]);
    });

    it('is not left out for the exceptions of an application', async () =>
    {
        const cluster = new Cluster({ one: throwing, two: async () => answer('two') });

        await cluster.callOften(100);

        expect(cluster.ejections).toEqual([]);
    });

    it('is called all the same when it is the only one', async () =>
    {
        const cluster = new Cluster({ one: lost });

        await cluster.callOften(20);
        cluster.set('one', async () => answer('one'));

        expect(await cluster.call()).toBe('one');
    });

    it('is back at once when it gives a sign of life', async () =>
    {
        const cluster = new Cluster({ one: hanging, two: async () => answer('two') });

        await cluster.callOften(10);
        cluster.set('one', async () => answer('one'));
        cluster.router.update('one', { responsive: true });

        expect(await cluster.callOften(4)).toEqual(['one', 'two']);
    });

    it('does not make a call for a higher version run a lower one', async () =>
    {
        const cluster = new Cluster({ one: lost }, { procedure: { version: '2.0.0' } });

        cluster.router.add({ id: 'old', procedures: [{ fqn: 'a', version: '1.0.0', access: 'public' }], invoker: { invoke: async () => answer('old') } });

        for (let time = 0; time < 20; time++)
        {
            expect(await cluster.call({ version: '2' })).toBe('OUTCOME_UNKNOWN');
        }
    });
});

describe('members with their hands full', () =>
{
    it('get no more calls, and a call that nobody can take fails at once, unstarted', async () =>
    {
        const cluster = new Cluster({ one: () => new Promise(() => undefined), two: () => new Promise(() => undefined) }, { outstanding: 2 });

        for (let time = 0; time < 4; time++)
        {
            void cluster.call();
        }

        expect(await cluster.call()).toBe('OVERLOADED');
        expect(cluster.router.members().map(({ outstanding }) => outstanding)).toEqual([2, 2]);
    });

    it('leave calls to those that have not, whatever the balancer says', async () =>
    {
        const cluster = new Cluster({ one: () => new Promise(() => undefined), two: async () => answer('two') }, { outstanding: 1, balancing: ([first]) => first });

        void cluster.call();

        expect(await cluster.callOften(3)).toEqual(['two']);
    });
});

describe('a call over two hops', () =>
{
    it.each([['that have no node to spare', 1], ['that have three', 3]])('is not tried more often than the budget of one hop allows, at gateways %s', async (_, count) =>
    {
        const clock = { now: 0 };
        const options: RouterOptions = { now: () => clock.now, after: (_milliseconds, action) => { queueMicrotask(action); return () => undefined; } };
        const procedures: ProcedureDescription[] = [{ fqn: 'a', version: '0.0.0', access: 'public', idempotent: true }];
        let attempts = 0;

        const createGateway = (): Router =>
        {
            const gateway = createRouter(options);

            for (let node = 0; node < count; node++)
            {
                gateway.add({ id: `node-${String(node)}`, procedures, invoker: { invoke: () => { attempts++; return fail({ code: 'BUSY', unstarted: true }); } } });
            }

            return gateway;
        };

        const caller = createRouter(options);

        caller.add({ id: 'gateway-1', procedures, invoker: createGateway() });
        caller.add({ id: 'gateway-2', procedures, invoker: createGateway() });

        const calls = 20_000;

        for (let call = 0; call < calls; call++)
        {
            clock.now += 1;
            await caller.invoke({ fqn: 'a', match: 'compatible', args: { form: 'json', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false } }).catch(() => undefined);
        }

        // Each of the two gateways may have ten a second of its own, for twenty seconds.
        expect(attempts).toBeLessThanOrEqual(1.2 * calls + 2 * 10 * 20);
        expect(attempts).toBeGreaterThan(calls);
    });
});
