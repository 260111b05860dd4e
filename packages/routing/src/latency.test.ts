import { describe, expect, it } from 'vitest';

import { createBalancer } from './balancing.js';
import { createLatencies } from './latency.js';
import type { Latencies } from './latency.js';

const [one, two, three] = [{ id: '1' }, { id: '2' }, { id: '3' }];

/** Answers in a row; one that stands alone comes as often as it takes to be judged. */
function record(latencies: Latencies, member: object, ...times: number[]): void
{
    (times.length === 1 ? Array.from({ length: 5 }, () => times[0] ?? 0) : times).forEach(time =>
    {
        latencies.called(member, 0, 0);
        latencies.answered(member, time, 0);
    });
}

/** What is said of the three, rounded. */
function slownessOf(latencies: Latencies, turn = 0, at = 0): number[] | undefined
{
    const slowness = latencies.slowness(turn, at);

    return slowness === undefined ? undefined : [one, two, three].map(member => Math.round(slowness(member)));
}

describe('latencies', () =>
{
    it('say nothing while all are about as fast', () =>
    {
        const latencies = createLatencies();

        expect(slownessOf(latencies)).toBeUndefined();

        record(latencies, one, 20, 25, 18, 20, 20);
        record(latencies, two, 50, 45, 40, 45, 45);

        expect(slownessOf(latencies)).toBeUndefined();
    });

    it('say nothing of what takes no time', () =>
    {
        const latencies = createLatencies();

        record(latencies, one, 0.02);
        record(latencies, two, 0.9);

        expect(slownessOf(latencies)).toBeUndefined();
    });

    it('tell who is slow, and how much', () =>
    {
        const latencies = createLatencies();

        record(latencies, one, 20);
        record(latencies, two, 200);

        expect(slownessOf(latencies)).toEqual([1, 10, 1]);
    });

    it('are of members only', () =>
    {
        const latencies = createLatencies(member => member !== two);

        record(latencies, one, 20);
        record(latencies, two, 200);

        expect(slownessOf(latencies)).toBeUndefined();
    });

    it('do not judge a newcomer before its fifth answer, nor by the first one', () =>
    {
        const latencies = createLatencies();

        record(latencies, one, 2);
        record(latencies, two, 200, 200, 200, 200);
        expect(slownessOf(latencies)).toBeUndefined();

        latencies.answered(two, 200, 0);
        expect(slownessOf(latencies)).toEqual([1, 100, 1]);

        record(latencies, three, 50, 2, 2, 2, 2);
        expect(slownessOf(latencies)).toEqual([1, 100, 1]);
    });

    it('believe the news when what is known is old', () =>
    {
        const latencies = createLatencies();

        record(latencies, one, 20);
        record(latencies, two, 200);
        latencies.answered(two, 20, 20_000);

        expect(slownessOf(latencies)).toBeUndefined();
    });

    it('do not take a single outlier for slowness, but a few in a row', () =>
    {
        const latencies = createLatencies();

        record(latencies, one, ...Array.from({ length: 20 }, () => 20));
        record(latencies, two, ...Array.from({ length: 20 }, () => 20), 500);
        expect(slownessOf(latencies)).toBeUndefined();

        record(latencies, two, 500, 500);
        expect(slownessOf(latencies)?.[1]).toBeGreaterThan(3);
    });

    it('forget that one was slow when it is no more, or is another one', () =>
    {
        const latencies = createLatencies();

        record(latencies, one, 20);
        record(latencies, two, 200);
        record(latencies, two, 20, 20, 20, 20, 20, 20);
        expect(slownessOf(latencies)).toBeUndefined();

        record(latencies, three, 2_000);
        expect(slownessOf(latencies)).toEqual([1, 1, 100]);

        latencies.forget(three);
        expect(slownessOf(latencies)).toBeUndefined();
    });

    it('give a slow one a chance after 1024 calls, or a minute, and one only', () =>
    {
        const latencies = createLatencies();

        record(latencies, one, 20);
        record(latencies, two, 200);

        expect(slownessOf(latencies, 1_023)).toEqual([1, 10, 1]);
        expect(slownessOf(latencies, 1_024)).toEqual([1, 1, 1]);
        expect(slownessOf(latencies, 1, 60_000)).toEqual([1, 1, 1]);

        latencies.called(two, 1_024, 5_000);
        expect(slownessOf(latencies, 1_025, 5_010)).toEqual([1, 10, 1]);
    });
});

describe('balancing by them', () =>
{
    /** Gives calls at a rate to three members, for a while. @returns How many each got. */
    function run(durations: readonly number[], { every, milliseconds }: { readonly every: number; readonly milliseconds: number }): number[]
    {
        const latencies = createLatencies();
        const balance = createBalancer('least-outstanding', () => 0);
        const members = durations.map((duration, index) => ({ id: String(index), outstanding: 0, duration, ends: [] as number[], calls: 0 }));
        let turn = 0;

        for (let now = 0; now < milliseconds; now += every)
        {
            for (const member of members)
            {
                const ended = member.ends.filter(end => end <= now);

                ended.forEach(() => { latencies.answered(member, member.duration, now); });
                member.ends = member.ends.filter(end => end > now);
                member.outstanding = member.ends.length;
            }

            const chosen = balance(members as [typeof members[number]], turn++, latencies.slowness(turn, now));

            latencies.called(chosen, turn, now);
            chosen.calls++;
            chosen.ends.push(now + chosen.duration);
        }

        return members.map(({ calls }) => calls);
    }

    it.each([
        ['few', 50],
        ['some', 10],
        ['many', 1]
    ])('gives %s calls to all who are about as fast, in turn', (_, every) =>
    {
        const counts = run([20, 25, 30], { every, milliseconds: 20_000 });
        const all = 20_000 / every;

        expect(Math.min(...counts)).toBeGreaterThan(all / 3 * 0.8);
    });

    it.each([
        ['few', 50],
        ['some', 10],
        ['many', 2]
    ])('gives less than one of a hundred, of %s calls, to who takes ten times as long', (_, every) =>
    {
        const [, , slow = 0] = run([20, 20, 200], { every, milliseconds: 60_000 });

        expect(slow).toBeGreaterThan(0);
        expect(slow / (60_000 / every)).toBeLessThan(0.01);
    });

    it('gives a slow one its part when the others have more in hand than it is slower', () =>
    {
        const [first = 0, , slow = 0] = run([20, 20, 200], { every: 0.1, milliseconds: 5_000 });

        expect(slow).toBeGreaterThan(2 * 50_000 / 1_024);
        expect(slow / first).toBeLessThan(0.05);
    });
});
