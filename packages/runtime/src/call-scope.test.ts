import { describe, expect, it } from 'vitest';

import { createTestClock } from '../test/builders.js';

import { CallScope } from './call-scope.js';

const never = (): Promise<never> => new Promise(() => undefined);

describe('CallScope', () =>
{
    it('gives back what the work gives, and stops its timer', async () =>
    {
        const clock = createTestClock();

        expect(await new CallScope({ fqn: 'f', clock, deadline: 1_500 }).run(async () => 'done')).toBe('done');
        expect(clock.timers).toBe(0);
    });

    it('turns a throw into a rejection', async () =>
    {
        const scope = new CallScope({ fqn: 'f', clock: createTestClock() });

        await expect(scope.run(() => { throw new TypeError('x'); })).rejects.toThrow(TypeError);
    });

    it('ends at its deadline, and aborts what it started', async () =>
    {
        const clock = createTestClock();
        const scope = new CallScope({ fqn: 'f', clock, deadline: 1_500 });
        const { signal } = scope;
        const call = scope.run(never);

        clock.advance(499);
        expect(signal?.aborted).toBe(false);

        clock.advance(1);
        await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', status: 504 });
        expect(signal?.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    });

    it('does not start what is late already', async () =>
    {
        let started = false;
        const scope = new CallScope({ fqn: 'f', clock: createTestClock(), deadline: 1_000 });

        await expect(scope.run(() => { started = true; })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        expect(started).toBe(false);
    });

    it('ends when its caller gives up, with the reason as its cause', async () =>
    {
        const controller = new AbortController();
        const call = new CallScope({ fqn: 'f', clock: createTestClock(), signal: controller.signal }).run(never);

        controller.abort('enough');

        await expect(call).rejects.toMatchObject({ code: 'CALL_CANCELLED', cause: 'enough' });
    });

    it('does not start what its caller gave up already', async () =>
    {
        const scope = new CallScope({ fqn: 'f', clock: createTestClock(), signal: AbortSignal.abort() });

        await expect(scope.run(() => { throw new Error('started'); })).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
    });

    it('ends with the call around it, on one timer', async () =>
    {
        const clock = createTestClock();
        const outer = new CallScope({ fqn: 'outer', clock, deadline: 1_500 });
        let inner: Promise<unknown> = Promise.resolve();

        const call = outer.run(() =>
        {
            inner = new CallScope({ fqn: 'inner', clock, deadline: outer.deadline, parent: outer }).run(never);

            return inner;
        });

        expect(clock.timers).toBe(1);
        clock.advance(500);

        await expect(inner).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    });

    it('keeps to its deadline when the call around it ends before', async () =>
    {
        const clock = createTestClock();
        const outer = new CallScope({ fqn: 'f', clock, deadline: 1_500 });
        let inner: Promise<never> | undefined;

        await outer.run(async () =>
        {
            inner = new CallScope({ fqn: 'g', clock, deadline: 1_500, parent: outer }).run(never);
            inner.catch(() => undefined);
        });

        expect(clock.timers).toBe(1);
        clock.advance(500);
        await expect(inner).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', message: expect.stringContaining('"g"') as string });
        expect(clock.timers).toBe(0);
    });

    it('has neither deadline nor signal when it has ended, nor have calls that are made then', async () =>
    {
        const clock = createTestClock();
        const scope = new CallScope({ fqn: 'f', clock, deadline: 1_500 });
        const { signal } = scope;

        await scope.run(() => undefined);
        clock.advance(10_000);

        expect(scope.deadline).toBeUndefined();
        expect(scope.signal).toBeUndefined();
        expect(signal?.aborted).toBe(false);
        expect(await new CallScope({ fqn: 'later', clock, parent: scope }).run(() => 'ran')).toBe('ran');
    });

    it('refuses the calls of work that was cut off', async () =>
    {
        const clock = createTestClock();
        const scope = new CallScope({ fqn: 'f', clock, deadline: 1_500 });
        const call = scope.run(never);

        clock.advance(500);
        await expect(call).rejects.toThrow();

        expect(scope.signal?.aborted).toBe(true);
        await expect(new CallScope({ fqn: 'later', clock, parent: scope }).run(() => 'ran')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    });

    it('leaves no listener behind', async () =>
    {
        const controller = new AbortController();
        let listeners = 0;
        const { signal } = controller;
        const add = signal.addEventListener.bind(signal);
        const remove = signal.removeEventListener.bind(signal);

        signal.addEventListener = (...args: Parameters<typeof add>) => { listeners++; add(...args); };
        signal.removeEventListener = (...args: Parameters<typeof remove>) => { listeners--; remove(...args); };

        await new CallScope({ fqn: 'f', clock: createTestClock(), signal }).run(() => { expect(listeners).toBe(1); });

        expect(listeners).toBe(0);
    });
});
