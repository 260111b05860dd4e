import type { Invocation, Invoker, Outcome } from '@jitar/protocol';

/**
 * Invokes, and tells when the call has ended, before whoever waits for it goes on. It stands beside the call and not
 * around it: a wait within a wait costs more than all else here, where a context follows the calls.
 */
export function accompany(invoker: Invoker, invocation: Invocation, ended: () => void): Promise<Outcome>
{
    try
    {
        const outcome = invoker.invoke(invocation);

        outcome.then(ended, ended);

        return outcome;
    }
    catch (error)
    {
        ended();

        throw error;
    }
}
