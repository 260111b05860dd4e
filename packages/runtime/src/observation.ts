import type { CallStart, Invoker, Observer } from '@jitar/protocol';

import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { lazySpan, parseTraceparent } from './trace.js';
import type { Span } from './trace.js';

/** What an observer hears of a call, but for its moment and its place in the trace. */
export interface ObservedCall extends Omit<CallStart, 'at' | 'traceId' | 'spanId' | 'parentId'>
{
    readonly span: () => Pick<Span, 'traceId' | 'spanId' | 'parentId'>;
    /** The member that it is forwarded to, where that is known. */
    readonly target?: string;
}

/** Tells an observer that a call begins; what it returns is told how the call ended. */
export type Observe = (call: ObservedCall) => ObservedEnd;

/** What is told how a call ended. */
export interface ObservedEnd
{
    readonly succeeded: () => void;
    readonly failed: (error: unknown) => void;
}

const noSpan = { traceId: '', spanId: '', parentId: undefined };

/** Creates what tells an observer; `undefined`: there is none, and nothing is measured. */
export function createObserve(observer: Observer | undefined, clock: Clock): Observe | undefined
{
    if (observer === undefined)
    {
        return undefined;
    }

    const withSpans = reportsSpans(observer);

    return ({ fqn, version, kind, member, segment, caller, span, target }) =>
    {
        const at = clock.now();
        const { traceId, spanId, parentId } = withSpans ? span() : noSpan;
        const end = quietly(() => observer({ fqn, version, kind, member, segment, caller, at, traceId, spanId, parentId }));
        const to = target === undefined ? undefined : { target };

        return {
            succeeded: () => quietly(() => end?.({ outcome: 'ok', duration: clock.now() - at, ...to })),
            failed: error => quietly(() => end?.({ outcome: 'error', error, duration: clock.now() - at, ...to }))
        };
    };
}

/** Whoever watches calls has no part in them: what fails there fails none of them, and keeps no other from watching. */
function quietly<Result>(tell: () => Result): Result | undefined
{
    try
    {
        return tell();
    }
    catch
    {
        return undefined;
    }
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
        const ends = present.map(observer => quietly(() => observer(start)));

        return end => ends.forEach(tell => quietly(() => tell?.(end)));
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
    const observe = createObserve(observer, clock);

    if (observe === undefined)
    {
        return invoker;
    }

    return {
        invoke(invocation)
        {
            const { fqn, version, caller, headers, dryRun } = invocation;

            if (dryRun === true)
            {
                return invoker.invoke(invocation);
            }

            const { succeeded, failed } = observe({ fqn, version, kind: 'forward', member, segment: undefined, caller, target, span: lazySpan(() => parseTraceparent(headers['traceparent'])) });
            const outcome = invoker.invoke(invocation);

            // Beside the call, not around it.
            outcome.then(succeeded, failed);

            return outcome;
        }
    };
}
