import type { Caller, Invocation, Outcome, PayloadStream } from '@jitar/protocol';
import type { Codec } from '@jitar/serialization';

import { toArgumentRecord } from './argument-record.js';
import type { ArgumentRecord } from './argument-record.js';
import type { CallScope } from './call-scope.js';
import { deadlineOf, execute } from './execution.js';
import type { Execution, RuntimeCore } from './execution.js';
import { copyFailure, encodeFailure } from './failure.js';
import { createPayload, decodePayload } from './lazy-payload.js';
import { enterChain } from './middleware.js';
import type { MiddlewareChain } from './middleware.js';
import { findImplementation } from './procedures.js';
import type { Implementation, Segment } from './procedures.js';
import { requestOf, resolveArguments, toInvocation } from './request.js';
import type { Request } from './request.js';
import { responseOf, toOutcome } from './response.js';
import { collectInto, copyWithStreams } from './stream-form.js';
import type { StreamHost } from './stream-form.js';
import { lazySpan, parseTraceparent } from './trace.js';
import type { LazySpan } from './trace.js';

/** How calls enter a runtime. */
export interface EntryOptions
{
    /** Absent: no middleware. */
    readonly chain: MiddlewareChain | undefined;
    /** Decodes what middleware touches. */
    readonly codec: Codec;
}

/** Runs a call that comes from outside or from another member; the former through the middleware. */
export function enterCall(core: RuntimeCore, invocation: Invocation, { chain, codec }: EntryOptions): Promise<Outcome>
{
    const span = lazySpan(() => parseTraceparent(invocation.headers['traceparent']));
    const isInside = invocation.dryRun === true || invocation.caller.kind === 'member';

    return isInside || chain === undefined
        ? serve(core, invocation, { span, makeRequest: isInside ? undefined : () => requestOf(invocation, codec) })
        : passThrough(core, invocation, { span, chain, codec });
}

/** Runs a call through the middleware. */
async function passThrough(core: RuntimeCore, invocation: Invocation, { span, chain, codec }: EntryOptions & { readonly span: LazySpan; readonly chain: MiddlewareChain }): Promise<Outcome>
{
    const { runtime, clock } = core;
    const request = requestOf(invocation, codec);
    const deadline = deadlineOf(core, peek(core, invocation)?.entry, invocation);

    const response = await enterChain(
        { chain, request, invocation, runtime, clock, deadline, span, codec },
        async parent => responseOf(await serve(core, await toInvocation(request, invocation), { span, makeRequest: () => request, parent }), codec));

    return toOutcome(response, invocation.args.form === 'live', codec);
}

/** What surrounds a call that is served. */
interface Surroundings
{
    readonly span: LazySpan;
    /** What is `this` in the procedure; absent: nothing is. */
    readonly makeRequest?: (() => Request) | undefined;
    readonly parent?: CallScope;
}

async function serve(core: RuntimeCore, invocation: Invocation, { span, makeRequest, parent }: Surroundings): Promise<Outcome>
{
    const { caller } = invocation;
    const request = makeRequest?.();
    const implementation = findImplementation(core.procedures(), invocation, caller);
    const called = implementation.segment.codec;
    const live = invocation.args.form === 'live';

    if (invocation.dryRun === true)
    {
        return { result: await createPayload(undefined, live, called, 'result'), headers: {} };
    }

    const calling = core.codecOf(callingSegment(core, caller));

    const argumentStreams: PayloadStream[] = [];

    try
    {
        const args = readArguments(invocation, { calling, called: implementation.segment, host: collectInto(argumentStreams) });

        if (request !== undefined)
        {
            resolveArguments(request, args);
        }

        const execution: Execution = {
            implementation,
            args,
            // Plain JSON comes straight from outside; once middleware has set something, it is no longer that.
            hiddenArguments: invocation.args.form !== 'json',
            caller,
            headers: invocation.headers,
            span,
            request,
            argumentStreams,
            ...parent === undefined ? { deadline: invocation.deadline, signal: invocation.signal } : { deadline: parent.deadline, parent }
        };

        const result = await execute(core, execution, (value, host) => live
            ? { form: 'live', value: copyWithStreams(value, 'result', { from: called, to: calling, host }) } as const
            : createPayload(value, false, called, 'result', { host }));

        return { result, headers: {} };
    }
    catch (error)
    {
        throw live ? copyFailure(error, called, calling) : await encodeFailure(error, called);
    }
}

interface ArgumentReading
{
    readonly calling: Codec;
    readonly called: Segment;
    readonly host: StreamHost;
}

function readArguments({ args, caller }: Invocation, { calling, called: { codec, guardedCodec }, host }: ArgumentReading): ArgumentRecord
{
    if (args.form === 'live')
    {
        return copyWithStreams(toArgumentRecord(args.value), 'args', { from: calling, to: codec, host, signals: true }) as ArgumentRecord;
    }

    const trusted = caller.kind === 'member' || caller.trusted;

    return toArgumentRecord(decodePayload(args, trusted ? codec : guardedCodec, 'args', host));
}

/** Live values are those of the outer view, or of the segment of this process that calls. */
function callingSegment({ runtime }: RuntimeCore, caller: Caller): string
{
    return caller.kind === 'member' && caller.id === runtime.id ? caller.segment ?? '' : '';
}

/** What a call would run, where that can be told before middleware has run. */
function peek(core: RuntimeCore, invocation: Invocation): Implementation | undefined
{
    try
    {
        return findImplementation(core.procedures(), invocation, invocation.caller);
    }
    catch
    {
        return undefined;
    }
}
