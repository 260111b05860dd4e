import { createError } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { Invocation, Outcome } from '@jitar/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { limitLoad } from './index.js';

interface Started
{
    readonly name: string;
    readonly end: () => void;
}

/** A service whose calls end when the test says so, on a clock that goes on when the test says so. */
class Service
{
    readonly started: Started[] = [];
    readonly outcomes: Record<string, string> = {};
    readonly invoke: (invocation: Invocation) => Promise<Outcome>;
    #timers: { readonly at: number; readonly action: () => void }[] = [];

    now = 0;

    constructor(limits: { readonly inFlight?: number; readonly queue?: number } = {})
    {
        const limited = limitLoad(
            { invoke: ({ fqn }) => new Promise(resolve => { this.started.push({ name: fqn, end: () => resolve({ result: { form: 'live', value: fqn }, headers: {} }) }); }) },
            {
                ...limits,
                now: () => this.now,
                // Each call has a turn of its own.
                soon: action => action(),
                after: (milliseconds, action) =>
                {
                    const timer = { at: this.now + milliseconds, action };

                    this.#timers.push(timer);

                    return () => { this.#timers = this.#timers.filter(candidate => candidate !== timer); };
                }
            });

        this.invoke = invocation => limited.invoke(invocation);
    }

    get names(): string[] { return this.started.map(({ name }) => name); }

    get timers(): number { return this.#timers.length; }

    call(name: string, overrides: Partial<Invocation> = {}): void
    {
        const invocation: Invocation = { fqn: name, match: 'exact', args: { form: 'live', value: {} }, headers: {}, caller: { kind: 'outside', trusted: false }, ...overrides };

        this.invoke(invocation).then(
            () => { this.outcomes[name] = 'ok'; },
            (error: unknown) => { this.outcomes[name] = error instanceof RemoteFailure ? `${error.envelope.code ?? ''} ${String(error.envelope.unstarted)}` : (error as { code: string }).code; });
    }

    async pass(milliseconds = 0): Promise<void>
    {
        this.now += milliseconds;
        this.#timers.filter(({ at }) => at <= this.now).forEach(({ action }) => action());

        await new Promise(resolve => setImmediate(resolve));
    }
}

describe('a service with a limit', () =>
{
    it('runs so many calls at a time, lets others wait in order, and refuses the rest at once', async () =>
    {
        const service = new Service({ inFlight: 2, queue: 2 });

        ['a', 'b', 'c', 'd', 'e'].forEach(name => service.call(name));
        await service.pass();

        expect(service.names).toEqual(['a', 'b']);
        expect(service.outcomes).toEqual({ e: 'OVERLOADED true' });

        service.started[0]?.end();
        await service.pass();
        expect(service.names).toEqual(['a', 'b', 'c']);

        service.call('f');
        service.started[1]?.end();
        await service.pass();
        expect(service.names).toEqual(['a', 'b', 'c', 'd']);
        expect(service.outcomes).toEqual({ a: 'ok', b: 'ok', e: 'OVERLOADED true' });
    });

    it('runs 1024 and lets 1024 wait, where nothing else is said', async () =>
    {
        const service = new Service();

        Array.from({ length: 2049 }, (_, index) => service.call(String(index)));
        await service.pass();

        expect(service.started.length).toBe(1024);
        expect(service.outcomes).toEqual({ 2048: 'OVERLOADED true' });
    });

    it('never starts a call whose time is over', async () =>
    {
        const service = new Service({ inFlight: 1, queue: 5 });

        service.call('a');
        service.call('late', { deadline: 100 });
        service.call('in time', { deadline: 200 });
        await service.pass(100);
        expect(service.outcomes).toEqual({ late: 'DEADLINE_EXCEEDED true' });

        service.started[0]?.end();
        await service.pass();
        expect(service.names).toEqual(['a', 'in time']);
        expect(service.timers).toBe(0);
    });

    it('never starts a call whose caller has given up', async () =>
    {
        const service = new Service({ inFlight: 1, queue: 1 });
        const controller = new AbortController();

        service.call('a');
        service.call('b', { signal: controller.signal, deadline: 1000 });
        controller.abort(createError('CALL_CANCELLED', { fqn: 'b' }));
        await service.pass();
        expect(service.outcomes).toEqual({ b: 'CALL_CANCELLED' });

        service.call('c');
        service.started[0]?.end();
        await service.pass();
        expect(service.names).toEqual(['a', 'c']);
        expect(service.timers).toBe(0);
    });

    it('refuses a call that would wait for most of the time that it has, as those before it do', async () =>
    {
        const service = new Service({ inFlight: 1, queue: 1000 });

        service.call('running');

        // One call a second ends.
        for (let second = 0; second < 200; second++)
        {
            service.call(`steady ${String(second)}`);
            await service.pass(1000);
            service.started.at(-1)?.end();
            await service.pass();
        }

        Array.from({ length: 9 }, (_, index) => service.call(`patient ${String(index)}`));
        service.call('in time', { deadline: service.now + 21_000 });
        service.call('in vain', { deadline: service.now + 15_000 });
        service.call('for ever');
        await service.pass();

        expect(service.outcomes).toMatchObject({ 'in vain': 'OVERLOADED true' });
        expect(service.outcomes).not.toHaveProperty('in time');
        expect(service.outcomes).not.toHaveProperty('for ever');
    });

    it('forgets how long calls waited when nobody has waited for a while', async () =>
    {
        const service = new Service({ inFlight: 1, queue: 1000 });

        service.call('running');

        for (let second = 0; second < 200; second++)
        {
            service.call(`steady ${String(second)}`);
            await service.pass(1000);
            service.started.at(-1)?.end();
            await service.pass();
        }

        service.started.at(-1)?.end();
        await service.pass(5_000);

        Array.from({ length: 50 }, (_, index) => service.call(`quick ${String(index)}`, { deadline: service.now + 15_000 }));
        await service.pass();

        expect(Object.entries(service.outcomes).filter(([name]) => name.startsWith('quick'))).toEqual([]);
    });

    it('counts calls of members by themselves, which others may wait for', async () =>
    {
        const service = new Service({ inFlight: 1, queue: 0 });

        service.call('a');
        service.call('nested', { caller: { kind: 'member', id: 'node-2' } });
        service.call('b');
        service.call('nested too', { caller: { kind: 'member', id: 'node-2' } });
        await service.pass();

        expect(service.names).toEqual(['a', 'nested']);
        expect(service.outcomes).toEqual({ 'b': 'OVERLOADED true', 'nested too': 'OVERLOADED true' });
    });

    it('answers a dry run whatever it does', async () =>
    {
        const service = new Service({ inFlight: 1, queue: 0 });

        service.call('a');
        service.call('b', { dryRun: true });
        await service.pass();

        expect(service.names).toEqual(['a', 'b']);
    });

    it('keeps to it whatever comes, and loses no call', async () =>
    {
        const step = fc.oneof(
            fc.record({ kind: fc.constant('call' as const), time: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }) }),
            fc.record({ kind: fc.constant('end' as const), which: fc.nat(3) }),
            fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.nat(30) }));

        await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps =>
        {
            const service = new Service({ inFlight: 2, queue: 3 });
            const open: Started[] = [];
            let calls = 0;
            let seen = 0;

            const settle = async (milliseconds = 0): Promise<void> =>
            {
                await service.pass(milliseconds);
                open.push(...service.started.slice(seen));
                seen = service.started.length;
                expect(open.length).toBeLessThanOrEqual(2);
            };

            for (const action of steps)
            {
                if (action.kind === 'call')
                {
                    service.call(String(calls++), action.time === undefined ? {} : { deadline: service.now + action.time });
                }
                else if (action.kind === 'end')
                {
                    open.splice(action.which % Math.max(1, open.length), 1).forEach(({ end }) => end());
                }

                await settle(action.kind === 'pass' ? action.milliseconds : 0);
            }

            while (open.length > 0)
            {
                open.splice(0).forEach(({ end }) => end());
                await settle();
            }

            expect(Object.keys(service.outcomes).length).toBe(calls);
            expect(Object.values(service.outcomes).filter(outcome => outcome === 'ok').length).toBe(service.started.length);
        }), { numRuns: 50 });
    });
});
