import type { Invocation, Outcome } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createAdmission } from './index.js';

const invocation: Invocation = { fqn: 'a', match: 'compatible', args: { form: 'json', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false } };
const outcome: Outcome = { result: { form: 'json', text: '1' }, headers: {} };

describe('an admission', () =>
{
    it('keeps calls out until it is open, and after it was closed, and says that they did not start', async () =>
    {
        const admission = createAdmission();

        await expect(admission.invoke(invocation)).rejects.toMatchObject({ envelope: { code: 'SERVICE_STARTING', status: 503, unstarted: true } });

        admission.open({ invoke: async () => outcome });
        expect(await admission.invoke(invocation)).toBe(outcome);

        admission.close();
        await expect(admission.invoke(invocation)).rejects.toMatchObject({ envelope: { code: 'SERVICE_STOPPING', status: 503, unstarted: true } });

        // A start that was cut off may still come to its end.
        admission.open({ invoke: async () => outcome });
        await expect(admission.invoke(invocation)).rejects.toMatchObject({ envelope: { code: 'SERVICE_STOPPING', status: 503, unstarted: true } });
    });

    it('waits for the calls inside, whether they succeed or fail', async () =>
    {
        const ends: { resolve: (outcome: Outcome) => void; reject: (error: Error) => void }[] = [];
        const admission = createAdmission();
        let idle = false;

        admission.open({ invoke: () => new Promise((resolve, reject) => ends.push({ resolve, reject })) });

        const calls = Promise.allSettled([admission.invoke(invocation), admission.invoke(invocation)]);

        admission.close();
        void admission.idle().then(() => { idle = true; });

        ends[0]!.resolve(outcome);
        await new Promise(resolve => setImmediate(resolve));
        expect([idle, admission.inFlight]).toEqual([false, 1]);

        ends[1]!.reject(new Error('no'));
        expect((await calls).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
        await new Promise(resolve => setImmediate(resolve));
        expect([idle, admission.inFlight]).toEqual([true, 0]);
    });

    it('drains: takes no more calls, and waits for those inside no longer than it may', async () =>
    {
        const admission = createAdmission();
        const timers: (() => void)[] = [];
        const after = (_milliseconds: number, action: () => void): (() => void) => { timers.push(action); return () => undefined; };

        admission.open({ invoke: () => new Promise(() => undefined) });
        void admission.invoke(invocation);

        const drained = admission.drain(30_000, after);

        await expect(admission.invoke(invocation)).rejects.toMatchObject({ envelope: { code: 'SERVICE_STOPPING', unstarted: true } });
        timers.forEach(expire => expire());
        await expect(drained).resolves.toBe(1);
    });

    it('is idle at once when nothing runs', async () =>
    {
        await expect(createAdmission().idle()).resolves.toBeUndefined();
    });
});
