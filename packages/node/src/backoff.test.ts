import { describe, expect, it } from 'vitest';

import { createTestClock } from '../test/test-clock.js';
import { createBackoff, pause } from './backoff.js';

describe('a backoff', () =>
{
    it('doubles up to the longest pause, and starts anew when it went well', () =>
    {
        const backoff = createBackoff({ first: 100, longest: 1000, random: () => 0 });

        expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 400, 800, 1000, 1000]);
        backoff.reset();
        expect(backoff.next()).toBe(100);
    });

    it('is up to half shorter, by chance', () =>
    {
        expect(createBackoff({ first: 100, longest: 1000, random: () => 0.5 }).next()).toBe(75);
        expect(createBackoff({ first: 100, longest: 1000, random: () => 0.999 }).next()).toBeCloseTo(50, 0);
    });
});

describe('a pause', () =>
{
    it('ends after its time', async () =>
    {
        const clock = createTestClock();
        let over = false;

        void pause(100, clock, new AbortController().signal).then(() => { over = true; });

        await clock.advance(99);
        expect(over).toBe(false);
        await clock.advance(1);
        expect(over).toBe(true);
    });

    it('ends when its signal aborts, and leaves no timer', async () =>
    {
        const clock = createTestClock();
        const controller = new AbortController();
        const waiting = pause(100, clock, controller.signal);

        controller.abort();
        await waiting;
        await pause(100, clock, controller.signal);

        expect(clock.waiting).toBe(0);
    });
});
