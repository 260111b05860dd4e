import { createError } from '@jitar/errors';
import { RemoteFailure, describeFailure } from '@jitar/protocol';

/** What Node says of a connection that was never made. */
const refusals: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Makes what a call is rejected with for which `fetch` got no answer: `SERVICE_UNREACHABLE` where nothing was sent,
 * `OUTCOME_UNKNOWN` where the connection broke. A host that does not tell which (browsers do not) gets the former, and
 * no promise that nothing was sent.
 *
 * @param live - Whether the caller wants the error itself, and not what travels.
 */
export function connectionFailure(cause: TypeError, url: string, live: boolean): Error
{
    const code = codeOf(cause.cause);
    const refused = refusals.has(code);
    const error = refused || code === undefined ? createError('SERVICE_UNREACHABLE', { url }, { cause }) : createError('OUTCOME_UNKNOWN', { peer: url }, { cause });

    if (live)
    {
        return error;
    }

    const failure = new RemoteFailure({ ...describeFailure(error), unstarted: refused, unanswered: true });

    failure.cause = error;

    return failure;
}

function codeOf(cause: unknown): unknown
{
    return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
}
