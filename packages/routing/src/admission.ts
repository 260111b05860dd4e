import { createError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';
import { RemoteFailure, describeFailure } from '@jitar/protocol';
import type { Invocation, Invoker, Outcome } from '@jitar/protocol';

/**
 * The door of a service: calls go through it, so that they can be kept out before the service is ready and when it
 * stops, and waited for.
 */
export interface Admission extends Invoker
{
    /** The calls that were let in and have not ended. */
    readonly inFlight: number;
    /** Lets calls in, to this invoker. */
    open(invoker: Invoker): void;
    /** Lets no more calls in, for good; the ones inside go on. */
    close(): void;
    /** Resolves when no call is inside. */
    idle(): Promise<void>;
    /** Rejects with `SERVICE_STARTING` or `SERVICE_STOPPING` while it is not open, in a way that says that nothing started. */
    invoke(invocation: Invocation): Promise<Outcome>;
}

/**
 * Creates a door that is not open yet.
 *
 * @example
 * ```ts
 * const admission = createAdmission();
 * admission.open(router);
 * // and at the end:
 * admission.close();
 * await admission.idle();
 * ```
 */
export function createAdmission(): Admission
{
    let inFlight = 0;
    let inside: Invoker | undefined;
    let refusal = createError('SERVICE_STARTING', {});
    let waiting: (() => void)[] = [];

    return {
        get inFlight() { return inFlight; },
        open: invoker =>
        {
            inside = invoker;
        },
        close: () =>
        {
            inside = undefined;
            refusal = createError('SERVICE_STOPPING', {});
        },
        idle: () => inFlight === 0 ? Promise.resolve() : new Promise(resolve => waiting.push(resolve)),
        invoke
    };

    async function invoke(invocation: Invocation): Promise<Outcome>
    {
        if (inside === undefined)
        {
            throw unstarted(refusal);
        }

        inFlight++;

        try
        {
            return await inside.invoke(invocation);
        }
        finally
        {
            if (--inFlight === 0)
            {
                waiting.forEach(resolve => resolve());
                waiting = [];
            }
        }
    }
}

function unstarted(error: JitarError): RemoteFailure
{
    return new RemoteFailure({ ...describeFailure(error), unstarted: true });
}
