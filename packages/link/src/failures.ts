import { createError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';
import { RemoteFailure, describeFailure } from '@jitar/protocol';
import type { FailureEnvelope } from '@jitar/protocol';

/** The failure of a call that surely did not start; whoever called may try another member. */
export function unstarted(error: JitarError): RemoteFailure
{
    const failure = new RemoteFailure({ ...describeFailure(error), unstarted: true });

    failure.cause = error;

    return failure;
}

/** The failure of a call whose link was lost; `started`: whether the call had been handed to the channel. */
export function lost(peer: string, started: boolean): RemoteFailure
{
    const error = started ? createError('OUTCOME_UNKNOWN', { peer }) : createError('LINK_LOST', { peer });
    const failure = new RemoteFailure({ ...describeFailure(error), unstarted: !started, unanswered: true });

    failure.cause = error;

    return failure;
}

/** An error as it may travel: a status that is none of an error is left out, and what only this side knows. */
export function toEnvelope(error: unknown): FailureEnvelope
{
    const { status, unanswered: _unanswered, ...envelope } = describeFailure(error);

    return status !== undefined && Number.isInteger(status) && status >= 400 && status <= 599 ? { ...envelope, status } : envelope;
}
