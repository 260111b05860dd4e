import type { CallStart, Invoker, Observer } from '@jitar/protocol';

import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { lazySpan, parseTraceparent } from './trace.js';
import type { Span } from './trace.js';

/** What an observer hears of a call, but for its place in the trace. */
export interface ObservedCall extends Omit<CallStart, 'traceId' | 'spanId' | 'parentId'>
{
    readonly span: () => Pick<Span, 'traceId' | 'spanId' | 'parentId'>;
    /** The member that it is forwarded to, where that is known. */
    readonly target?: string;
}

/** Does work and tells the observer; without one it only does the work. */
export type Observe = <Result>(call: () => ObservedCall, work: () => Promise<Result>) => Promise<Result>;

const noSpan = { traceId: '', spanId: '', parentId: undefined };

/** Creates what tells an observer. */
export function createObserve(observer: Observer | undefined, clock: Clock): Observe
{
    if (observer === undefined)
    {
        return (_call, work) => work();
    }

    return async (call, work) =>
    {
        const { fqn, version, kind, member, segment, caller, span, target } = call();
        const { traceId, spanId, parentId } = reportsSpans(observer) ? span() : noSpan;
        const end = observer({ fqn, version, kind, member, segment, caller, traceId, spanId, parentId });
        const startedAt = clock.now();
        const to = target === undefined ? {} : { target };

        try
        {
            const result = await work();

            end?.({ outcome: 'ok', duration: clock.now() - startedAt, ...to });

            return result;
        }
        catch (error)
        {
            end?.({ outcome: 'error', error, duration: clock.now() - startedAt, ...to });

            throw error;
        }
    };
}

/** Whether each hop is to have a span of its own, because somebody reports it. */
export function reportsSpans(observer: Observer | undefined): boolean
{
    return observer !== undefined && observer.spans !== false;
}

/** Makes one observer of several; absent ones do not count. @returns `undefined` where there is none. */
export function joinObservers(...observers: readonly (Observer | undefined)[]): Observer | undefined
{
    const present = observers.filter(observer => observer !== undefined);

    if (present.length <= 1)
    {
        return present[0];
    }

    const observe: Observer = start =>
    {
        const ends = present.map(observer => observer(start));

        return end => ends.forEach(tell => tell?.(end));
    };

    return Object.assign(observe, { spans: present.some(reportsSpans) });
}

/** Whose calls are observed, and where they go. */
export interface ForwardObservation
{
    /** Absent: nobody listens, and nothing is measured. */
    readonly observer: Observer | undefined;
    /** The member that forwards. */
    readonly member: string;
    /** The member that the invoker runs calls at. */
    readonly target: string;
    /** Default: the clock of the host. */
    readonly clock?: Clock | undefined;
}

/** Tells an observer of the calls that an invoker runs at another member. Dry runs are none. */
export function observeForwards(invoker: Invoker, { observer, member, target, clock = systemClock }: ForwardObservation): Invoker
{
    if (observer === undefined)
    {
        return invoker;
    }

    const observe = createObserve(observer, clock);

    return {
        invoke: invocation => invocation.dryRun === true ? invoker.invoke(invocation) : observe(
            () =>
            {
                const { fqn, version, caller, headers } = invocation;

                return { fqn, version, kind: 'forward', member, segment: undefined, caller, target, span: lazySpan(() => parseTraceparent(headers['traceparent'])) };
            },
            () => invoker.invoke(invocation))
    };
}
