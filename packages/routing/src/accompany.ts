import type { Invocation, Invoker, Outcome } from '@jitar/protocol';

/**
 * Invokes, and tells when the call has ended, before whoever waits for it goes on. It stands beside the call and not
 * around it: a wait within a wait costs more than all else here, where a context follows the calls.
 */
export function accompany(invoker: Invoker, invocation: Invocation, ended: () => void): Promise<Outcome>
{
    const outcome = begin(invoker, invocation);

    outcome.then(ended, ended);

    return outcome;
}

/** Invokes; what throws at once, which no invoker should, fails as what fails later. */
export function begin(invoker: Invoker, invocation: Invocation): Promise<Outcome>
{
    try
    {
        return invoker.invoke(invocation);
    }
    catch (error)
    {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever it threw
        return Promise.reject(error);
    }
}
