import { createError, hasCode } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { Invoker } from '@jitar/protocol';

import type { Answer } from './answer.js';
import { describeErrorAnswer } from './error-answer.js';
import type { ErrorListener } from './error-answer.js';
import { createRequestVerifier } from './request-signature.js';
import { answerPlain, answerTagged } from './rpc-answer.js';
import { isTagged } from './rpc-arguments.js';
import { readInvocation } from './rpc-invocation.js';
import type { RpcRequest } from './rpc-request.js';

/** How procedures may be called over HTTP. */
export interface RpcOptions
{
    /** The secret of the cluster, without white space at its ends. Without one, a request that brings a trust key is refused, and protected procedures cannot be called. */
    readonly trustKey?: string | undefined;
    /** Bytes of a request body; default 204 800. */
    readonly bodyLimit?: number | undefined;
    /** Whether callers get the messages of all errors; default `false`: messages may hold secrets of the application. */
    readonly exposeErrors?: boolean | undefined;
    /** Hears of the errors that callers do not get to see. */
    readonly onError?: ErrorListener | undefined;
}

/**
 * The RPC API without a host: makes calls of requests, and answers of what they come back with. Never rejects.
 *
 * @param fqn - Of the procedure, decoded.
 */
export type Rpc = (fqn: string, request: RpcRequest) => Promise<Answer>;

/**
 * Creates the RPC API for an invoker; hosts bring the requests.
 *
 * @throws `INVALID_CONFIGURATION` for a trust key that no header can carry.
 */
export function createRpc(invoker: Invoker, { trustKey, bodyLimit = limits.httpBody, exposeErrors, onError }: RpcOptions = {}): Rpc
{
    // Where white space is taken off what callers bring, nobody would ever bring such a key.
    if (trustKey !== undefined && trustKey !== trustKey.trim())
    {
        throw createError('INVALID_CONFIGURATION', { problems: ['trustKey: must not begin or end with white space, which HTTP takes off what callers bring; take it off at all members'] });
    }

    const verifyMember = trustKey === undefined ? undefined : createRequestVerifier({ trustKey });
    const rules = { trustKey, verifyMember, bodyLimit };

    return async function answerCall(fqn, request)
    {
        const tagged = isTagged(request);
        const describeError = (error: unknown): Answer => describeErrorAnswer(error, { exposeErrors, onError, fqn, tagged });

        try
        {
            const invocation = readInvocation(fqn, request, rules);
            const outcome = await invoker.invoke(invocation instanceof Promise ? await invocation : invocation);

            try
            {
                const answer = tagged ? answerTagged(outcome, { fqn, describeError }) : answerPlain(outcome, { fqn, events: acceptsEvents(request), describeError, signal: request.signal });

                return answer instanceof Promise ? await answer : answer;
            }
            catch (error)
            {
                throw toAnswerFailure(error);
            }
        }
        catch (error)
        {
            return describeError(isDeparture(error, request) ? createError('CALL_CANCELLED', { fqn }, { cause: error }) : error);
        }
    };
}

/** What a member answers and nobody can read is no fault of the caller's. */
function toAnswerFailure(error: unknown): unknown
{
    return hasCode(error, 'VALUE_NOT_READABLE') ? createError('INTERNAL_ERROR', {}, { cause: error }) : error;
}

function acceptsEvents(request: RpcRequest): boolean
{
    return /(?:^|[\s,])text\/event-stream\s*(?:[;,]|$)/i.test(request.header('accept') ?? '');
}

/** Tells whether a call failed because its caller left: nobody hears the answer, and nothing is wrong here. */
function isDeparture(error: unknown, { signal }: RpcRequest): boolean
{
    return signal.aborted && error === signal.reason;
}
