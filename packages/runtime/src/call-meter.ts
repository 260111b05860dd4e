import { describeFailure } from '@jitar/protocol';
import type { CallFigures, Observer } from '@jitar/protocol';

import { createCallCounter } from './call-counter.js';
import { systemClock } from './clock.js';
import { createLatencyHistogram } from './latency-histogram.js';

/** Measures the calls that it observes. */
export interface CallMeter
{
    readonly observer: Observer;
    /** All calls. */
    total(): CallFigures;
    /** The calls of a procedure; `undefined`: there were none. */
    procedure(fqn: string): CallFigures | undefined;
    /** The calls that went to a member; `undefined`: there were none. */
    target(id: string): CallFigures | undefined;
}

/** How calls are measured. */
export interface CallMeterOptions
{
    /** Milliseconds, only going forward; default `performance.now`. */
    readonly now?: (() => number) | undefined;
    /** Whether procedures are told apart; default `true`. Where anyone may ask for any name, they should not be. */
    readonly procedures?: boolean | undefined;
    /** How many procedures, and how many members, are told apart at most; default 10,000. */
    readonly names?: number | undefined;
}

/**
 * Creates a meter, which holds about two kilobytes for each procedure and each member that is called.
 *
 * @example
 * ```ts
 * const meter = createCallMeter();
 * const runtime = createRuntime({ segments, observer: meter.observer });
 *
 * meter.procedure('sales/sell')?.latency?.p99;
 * ```
 */
export function createCallMeter({ now = () => systemClock.now(), procedures: tellsApart = true, names = 10_000 }: CallMeterOptions = {}): CallMeter
{
    const all = createGauge();
    const procedures = createGauges(names);
    const targets = createGauges(names);

    const observe: Observer = ({ fqn, at: begin }) => ({ error, outcome, duration, target }) =>
    {
        const at = begin + duration;
        const failed = outcome === 'error' && isFailure(error);

        all.record(failed, duration, at);

        if (tellsApart)
        {
            procedures.of(fqn, at).record(failed, duration, at);
        }

        if (target !== undefined)
        {
            targets.of(target, at).record(failed, duration, at);
        }
    };

    return {
        observer: Object.assign(observe, { spans: false }),
        total: () => all.figures(now()),
        procedure: fqn => procedures.find(fqn)?.figures(now()),
        target: id => targets.find(id)?.figures(now())
    };
}

/** What is no answer to a mistake of the caller's. */
function isFailure(error: unknown): boolean
{
    const { status } = describeFailure(error);

    return status === undefined || status >= 500;
}

interface Gauge
{
    record(failed: boolean, duration: number, at: number): void;
    figures(at: number): CallFigures;
}

function createGauge(): Gauge
{
    const counter = createCallCounter();
    const histogram = createLatencyHistogram();

    return {
        record(failed, duration, at)
        {
            counter.count(failed, at);
            histogram.record(duration, at);
        },

        figures(at)
        {
            const latency = histogram.figures(at);

            return { calls: counter.calls, failures: counter.failures, recent: counter.recent(at), ...latency !== undefined && { latency } };
        }
    };
}

/** Gauges by name, of which there are not too many. */
function createGauges(names: number): { of(name: string, at: number): Gauge; find(name: string): Gauge | undefined }
{
    const gauges = new Map<string, { readonly gauge: Gauge; usedAt: number }>();

    return {
        find: name => gauges.get(name)?.gauge,

        of(name, at)
        {
            const known = gauges.get(name);

            if (known !== undefined)
            {
                known.usedAt = at;

                return known.gauge;
            }

            if (gauges.size >= names)
            {
                forgetHalf();
            }

            const gauge = createGauge();

            gauges.set(name, { gauge, usedAt: at });

            return gauge;
        }
    };

    function forgetHalf(): void
    {
        const oldestFirst = [...gauges].sort(([, left], [, right]) => left.usedAt - right.usedAt);

        for (const [name] of oldestFirst.slice(0, Math.ceil(names / 2)))
        {
            gauges.delete(name);
        }
    }
}
