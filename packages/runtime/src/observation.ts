import type { CallStart, Observer } from '@jitar/protocol';

import type { Clock } from './clock.js';
import type { Span } from './trace.js';

/** What an observer hears of a call, but for its place in the trace. */
export interface ObservedCall extends Omit<CallStart, 'traceId' | 'spanId' | 'parentId'>
{
    readonly span: () => Span;
}

/** Does work and tells the observer; without one it only does the work. */
export type Observe = <Result>(call: () => ObservedCall, work: () => Promise<Result>) => Promise<Result>;

/** Creates what tells an observer. */
export function createObserve(observer: Observer | undefined, clock: Clock): Observe
{
    if (observer === undefined)
    {
        return (_call, work) => work();
    }

    return async (call, work) =>
    {
        const { span, ...start } = call();
        const { traceId, spanId, parentId } = span();
        const end = observer({ ...start, traceId, spanId, parentId });
        const startedAt = clock.now();

        try
        {
            const result = await work();

            end?.({ outcome: 'ok', duration: clock.now() - startedAt });

            return result;
        }
        catch (error)
        {
            end?.({ outcome: 'error', error, duration: clock.now() - startedAt });

            throw error;
        }
    };
}
