import { hasCode } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';
import { RemoteFailure, describeFailure, isRemoteFailure } from '@jitar/protocol';

import type { Failing } from './ejection.js';

/**
 * What a failure says of the member that was called; `answered`: that it is there, whatever the answer was.
 *
 * @param hadItsTime - Whether the call was given as much time as calls of its procedure may take.
 */
export function judge(error: unknown, hadItsTime: boolean): Failing | 'answered'
{
    if (!isRemoteFailure(error))
    {
        // Whoever called waited in vain; who chose to wait for less says nothing of the member. Anything else failed on this side.
        return hadItsTime && hasCode(error, 'DEADLINE_EXCEEDED') ? 'failed' : 'neither';
    }

    const { unanswered, unstarted, code } = error.envelope;

    if (unanswered === true)
    {
        // Browsers do not tell whether anything was sent to what they cannot reach: the call may not go elsewhere then.
        return isUnreachable(code) ? 'refused' : 'failed';
    }

    if (!unstarted)
    {
        return 'answered';
    }

    // Whoever says that it takes no calls will say so to the next one as well.
    return code === 'SERVICE_STOPPING' || code === 'SERVICE_STARTING' ? 'refused' : 'neither';
}

/** Whether there was no connection to be had: nothing was sent to anyone. */
export function isRefused(error: unknown): boolean
{
    return isRemoteFailure(error) && error.envelope.unanswered === true && error.envelope.unstarted && isUnreachable(error.envelope.code);
}

function isUnreachable(code: string | undefined): boolean
{
    return code === 'SERVICE_UNREACHABLE' || code === 'LINK_REFUSED';
}

/** Whether who was called has too much to do; not somebody whom that one called. */
export function isOverload(error: unknown): boolean
{
    return isRemoteFailure(error) && error.envelope.code === 'OVERLOADED' && error.envelope.unstarted;
}

/** Whether a call may be tried elsewhere: it surely did not start, or nobody knows and it does no harm. */
export function isRepeatable(error: unknown, idempotent: boolean): boolean
{
    if (!isRemoteFailure(error) || error.envelope.final === true)
    {
        return false;
    }

    return error.envelope.unstarted || (error.envelope.unanswered === true && idempotent);
}

/** What nobody is to try again: otherwise each hop would multiply the attempts of the one behind it. */
export function toFinal(error: unknown): unknown
{
    if (!isRemoteFailure(error))
    {
        return error;
    }

    const failure = new RemoteFailure({ ...error.envelope, final: true });

    failure.cause = error.cause;

    return failure;
}

/** The failure of a call that surely did not start. */
export function unstarted(error: JitarError): RemoteFailure
{
    const failure = new RemoteFailure({ ...describeFailure(error), unstarted: true });

    failure.cause = error;

    return failure;
}
