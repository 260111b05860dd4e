import { describe, expect, it } from 'vitest';

import { createTestClock } from '../test/builders.js';

import { createHealth } from './health.js';
import { createRuntime } from './runtime.js';

const healthy = (): boolean => true;

describe('createHealth', () =>
{
    it('lists the outcome of each check', async () =>
    {
        const health = createHealth([{ name: 'a', isHealthy: healthy }, { name: 'b', isHealthy: async () => false }]);

        expect(await health.check()).toEqual({ a: true, b: false });
        expect(await health.isHealthy()).toBe(false);
    });

    it('is healthy without checks', async () =>
    {
        expect(await createHealth([]).isHealthy()).toBe(true);
    });

    it.each([
        ['throws', () => { throw new Error('x'); }],
        ['rejects', () => Promise.reject(new Error('x'))],
        ['answers something else', () => 'yes' as unknown as boolean]
    ])('counts a check that %s as failed', async (_, isHealthy) =>
    {
        expect(await createHealth([{ name: 'a', isHealthy }]).check()).toEqual({ a: false });
    });

    it('waits for each check only so long', async () =>
    {
        const clock = createTestClock();
        const never = (): Promise<boolean> => new Promise(() => undefined);
        const checks = createHealth([{ name: 'slow', timeout: 500, isHealthy: never }, { name: 'default', isHealthy: never }], { clock }).check();

        clock.advance(500);
        clock.advance(4_500);

        expect(await checks).toEqual({ slow: false, default: false });
        expect(clock.timers).toBe(0);
    });

    it('leaves no timer behind', async () =>
    {
        const clock = createTestClock();

        await createHealth([{ name: 'a', isHealthy: healthy }], { clock }).check();

        expect(clock.timers).toBe(0);
    });

    it('tells checks of one name apart', async () =>
    {
        class Database { isHealthy = healthy; }

        const health = createHealth([new Database(), new Database(), { isHealthy: healthy }]);

        expect(Object.keys(await health.check())).toEqual(['Database', 'Database-2', 'check']);
    });
});

it('runs the checks as a runtime', async () =>
{
    const runtime = createRuntime();
    const health = createHealth([{ name: 'a', isHealthy: () => runtime.active() }], { runtime });

    expect(await health.check()).toEqual({ a: true });

    runtime.dispose();
});
