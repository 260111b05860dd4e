import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';

import { createFaultApplication } from './fault-application.js';
import { isFailure, isSuccess, startLoad } from './load.js';
import type { MadeCall } from './load.js';

interface Crash
{
    readonly calls: readonly MadeCall[];
    readonly failures: readonly MadeCall[];
    /** When the node was killed. */
    readonly at: number;
    /** The calls that were under way then. */
    readonly underWay: readonly MadeCall[];
    /** The calls that ran, in the node that was killed and in the others. */
    readonly there: readonly string[];
    readonly elsewhere: readonly string[];
}

/** Kills one of three nodes under 500 calls a second. */
async function crash(procedure: string): Promise<Crash>
{
    await using application = await createFaultApplication(1);
    const { cluster, gateways } = application;

    await cluster.start('gateway-1');

    const [victim] = await Promise.all([cluster.start('work'), cluster.start('work'), cluster.start('work')]);
    const load = startLoad({ url: `${gateways[0] ?? ''}/rpc/work/${procedure}?id={id}&milliseconds=20`, rate: 500, atATime: 64 });

    await load.succeeded(500);

    const underWay = load.calls.filter(({ status }) => status === undefined);
    const at = performance.now();

    await cluster.stop(victim, 'SIGKILL');
    await load.succeeded(500);
    await load.end();

    // It had its share, or nothing was tried.
    expect(load.calls.filter(({ text }) => text === String(victim.pid)).length).toBeGreaterThan(50);

    const journal = application.journal();

    return { calls: load.calls, failures: load.calls.filter(isFailure), at, underWay, there: idsOf(journal.filter(({ pid }) => pid === victim.pid)), elsewhere: idsOf(journal.filter(({ pid }) => pid !== victim.pid)) };
}

const idsOf = (entries: readonly { readonly id: string }[]): string[] => entries.map(({ id }) => id);

const describeFailures = (failures: readonly MadeCall[], at: number): string => JSON.stringify(failures.map(({ id, status, text, ended = 0 }) => `${id} ${String(status)} ${text ?? ''} ${(ended - at).toFixed(0)} ms`));

describe('a node that is killed, one of three, under 500 calls a second', () =>
{
    it('loses no call of an idempotent procedure', async ({ annotate }) =>
    {
        const { calls, failures, at, underWay } = await crash('recordOften');

        await annotate(`${String(calls.length)} calls, ${String(underWay.length)} of them under way, ${String(failures.length)} failed`);
        expect(describeFailures(failures, at)).toBe('[]');
    });

    it('loses at most the calls that it ran of another one, each with an error that says so, and none runs twice', async ({ annotate }) =>
    {
        const { calls, failures, at, underWay, there, elsewhere } = await crash('recordOnce');
        const ran = [...there, ...elsewhere];
        const longest = Math.max(0, ...failures.map(({ ended = Infinity }) => ended - at));

        await annotate(`${String(calls.length)} calls, ${String(underWay.length)} of them under way, ${String(failures.length)} failed within ${longest.toFixed(0)} ms`);

        expect(failures.filter(({ status, text }) => status !== 503 || text !== 'OUTCOME_UNKNOWN')).toEqual([]);
        // A call may have begun between the look at those under way and the end of the node.
        expect(failures.filter(({ id, started }) => started <= at && !underWay.some(call => call.id === id))).toEqual([]);
        // What failed was given to the node that was killed, and to no other one before or after.
        expect(failures.filter(({ id }) => elsewhere.includes(id))).toEqual([]);
        expect(longest).toBeLessThan(2_000);

        expect(new Set(ran).size).toBe(ran.length);
        expect(calls.filter(isSuccess).filter(({ id }) => !ran.includes(id))).toEqual([]);
    });
});
