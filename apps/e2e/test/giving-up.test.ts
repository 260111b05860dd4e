import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createFaultApplication } from './fault-application.js';
import type { FaultApplication } from './fault-application.js';
import { percentile } from './process-measures.js';

/** How often each is tried: a single moment says little of a busy machine. */
const times = 20;

/** Milliseconds that a caller has, in the calls that end by themselves. */
const patience = 200;

let application: FaultApplication;

beforeAll(async () =>
{
    application = await createFaultApplication(1);

    await application.cluster.start('gateway-1');
    await Promise.all([application.cluster.start('work'), application.cluster.start('relay')]);

    // The way is known and open.
    expect((await call('first', { milliseconds: 1 })).ok).toBe(true);
});

afterAll(async () => application[Symbol.asyncDispose]());

const now = (): number => performance.timeOrigin + performance.now();

function call(id: string, { milliseconds, ...init }: RequestInit & { readonly milliseconds: number }): Promise<Response>
{
    return fetch(`${application.gateways[0] ?? ''}/rpc/relay/relayWatch?id=${id}&milliseconds=${String(milliseconds)}`, init);
}

/** When something was written down. */
async function noted(id: string): Promise<number>
{
    for (;;)
    {
        const note = application.journal().find(candidate => candidate.id === id);

        if (note !== undefined)
        {
            return note.at;
        }

        await wait(2);
    }
}

async function repeat(measure: (id: string) => Promise<number>, name: string): Promise<number[]>
{
    const delays: number[] = [];

    for (let time = 0; time < times; time++)
    {
        delays.push(await measure(`${name}-${String(time)}`));
    }

    return delays;
}

const describeDelays = (delays: readonly number[]): string => `the signal came ${percentile(delays, 0.5).toFixed(1)} ms later (median), ${Math.max(...delays).toFixed(1)} ms at most`;

describe('a caller that gives up, over two hops', () =>
{
    it('is heard of within 50 ms where it has left', async ({ annotate }) =>
    {
        const delays = await repeat(async id =>
        {
            const controller = new AbortController();
            const answer = call(id, { milliseconds: 10_000, signal: controller.signal }).catch((error: unknown) => (error as Error).name);

            await noted(id);

            const left = now();

            controller.abort();

            const heard = await noted(`${id}-left`);

            expect(await answer).toBe('AbortError');

            return heard - left;
        }, 'left');

        await annotate(describeDelays(delays));
        expect(percentile(delays, 0.8)).toBeLessThan(50);
    });

    it('is heard of within 50 ms where its time is over', async ({ annotate }) =>
    {
        const delays = await repeat(async id =>
        {
            const begun = now();
            const answer = call(id, { milliseconds: 10_000, headers: { 'x-jitar-timeout': String(patience) } });
            const heard = await noted(`${id}-left`);
            const { status, headers } = await answer;

            expect([status, headers.get('x-jitar-error-code')]).toEqual([504, 'DEADLINE_EXCEEDED']);

            return heard - begun - patience;
        }, 'late');

        await annotate(describeDelays(delays));
        // A timer of Node may be early by a millisecond.
        expect(Math.min(...delays)).toBeGreaterThan(-2);
        expect(percentile(delays, 0.8)).toBeLessThan(50);
    });
});
