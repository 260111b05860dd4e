import { createError } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { CallStart } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createCallMeter } from './call-meter.js';
import type { CallMeter } from './call-meter.js';

const start: CallStart = { fqn: 'sales/sell', version: '1.0.0', kind: 'run', member: 'node', segment: 'sales', caller: { kind: 'outside', trusted: false }, at: 0, traceId: '', spanId: '', parentId: undefined };

/** A meter on a clock that stands where the test puts it. */
function createTimedMeter(): { meter: CallMeter; at: (milliseconds: number) => void; call: (end?: { error?: unknown; fqn?: string; target?: string; duration?: number }) => void }
{
    let now = 0;
    const meter = createCallMeter({ now: () => now });

    return {
        meter,
        at: milliseconds => { now = milliseconds; },
        call: ({ fqn = start.fqn, duration = 1, ...end } = {}) => meter.observer({ ...start, fqn, at: now })?.({ outcome: 'error' in end ? 'error' : 'ok', duration, ...end })
    };
}

describe('a call meter', () =>
{
    it('counts calls, and those that failed by no fault of their callers', () =>
    {
        const { meter, call } = createTimedMeter();

        call();
        call({ error: new Error('of the application') });
        call({ error: createError('OVERLOADED', { limit: 1 }) });
        call({ error: createError('UNKNOWN_ARGUMENT', { fqn: 'sales/sell', name: 'x' }) });
        call({ error: new RemoteFailure({ name: 'NotFound', message: '', status: 404, retryable: false, unstarted: false }) });

        expect(meter.total()).toMatchObject({ calls: 5, failures: 2 });
    });

    it('tells of the last ten whole seconds', () =>
    {
        const { meter, at, call } = createTimedMeter();

        for (let second = 0; second < 15; second++)
        {
            at(second * 1_000 + 500);
            call();
            call(second === 10 ? { error: new Error() } : {});
        }

        expect(meter.total().recent).toEqual({ seconds: 10, calls: 20, failures: 1 });

        at(15_000);
        expect(meter.total().recent.calls).toBe(20);

        at(21_100);
        expect(meter.total().recent).toEqual({ seconds: 10, calls: 8, failures: 0 });

        at(1_000_000);
        expect(meter.total()).toMatchObject({ calls: 30, recent: { seconds: 10, calls: 0, failures: 0 } });
    });

    it('counts a call when it ends', () =>
    {
        const { meter } = createTimedMeter();
        const end = meter.observer(start);

        expect(meter.total().calls).toBe(0);

        end?.({ outcome: 'ok', duration: 5 });

        expect(meter.total()).toMatchObject({ calls: 1, latency: { max: 5 } });
    });

    it('tells procedures apart, and where calls went', () =>
    {
        const { meter, call } = createTimedMeter();

        call({ target: 'node-1', duration: 10 });
        call({ target: 'node-2', fqn: 'sales/list', error: new Error() });
        call({ target: 'node-2', duration: 30 });

        expect(meter.procedure('sales/sell')).toMatchObject({ calls: 2, failures: 0, latency: { max: 30 } });
        expect(meter.procedure('sales/list')).toMatchObject({ calls: 1, failures: 1 });
        expect(meter.procedure('sales/other')).toBeUndefined();
        expect(meter.target('node-1')).toMatchObject({ calls: 1, latency: { max: 10 } });
        expect(meter.target('node-2')).toMatchObject({ calls: 2, failures: 1 });
        expect(meter.target('node-3')).toBeUndefined();
    });

    it('forgets half of the names when there are too many, those that were used longest ago', () =>
    {
        const meter = createCallMeter({ now: () => 10, names: 4 });

        ['a', 'b', 'c', 'd', 'a', 'e'].forEach((fqn, at) => meter.observer({ ...start, fqn, at })?.({ outcome: 'ok', duration: 1 }));

        expect(['a', 'b', 'c', 'd', 'e'].filter(fqn => meter.procedure(fqn) !== undefined)).toEqual(['a', 'd', 'e']);
        expect(meter.total().calls).toBe(6);
    });

    it('tells no procedures apart where anyone may ask for any name', () =>
    {
        const meter = createCallMeter({ procedures: false });

        meter.observer(start)?.({ outcome: 'ok', duration: 1 });

        expect(meter.procedure(start.fqn)).toBeUndefined();
        expect(meter.total().calls).toBe(1);
    });

    it('asks for no spans, since it reports none', () =>
    {
        expect(createCallMeter().observer.spans).toBe(false);
    });
});
