import { createError, hasCode } from '@jitar/errors';
import type { Caller, CancelSignal, Invocation, PayloadStream, StubCall } from '@jitar/protocol';
import type { Codec } from '@jitar/serialization';

import type { ArgumentRecord } from './argument-record.js';
import { CallScope } from './call-scope.js';
import { contextStorage } from './context.js';
import type { CallContext } from './context.js';
import { execute } from './execution.js';
import type { Execution, RuntimeCore } from './execution.js';
import { copyFailure, decodeFailure } from './failure.js';
import { createPayload, decodePayload } from './lazy-payload.js';
import { findExact } from './procedures.js';
import type { Implementation } from './procedures.js';
import { isRequest } from './request.js';
import { CallStreams } from './call-streams.js';
import { copyWithStreams } from './stream-form.js';
import type { StreamHost } from './stream-form.js';
import { formatTraceparent, lazySpan, parseTraceparent } from './trace.js';
import type { LazySpan } from './trace.js';

/** A call that code of this process makes. */
export interface OwnCall
{
    readonly fqn: string;
    readonly version: string | undefined;
    readonly match: 'exact' | 'compatible';
    readonly args: ArgumentRecord;
    /** The calling segment; empty for the outer view. */
    readonly segment: string;
    readonly headers: Readonly<Record<string, string>>;
    /** The call that this one is nested in. */
    readonly parent: CallScope | undefined;
    readonly parentSpan: LazySpan;
    readonly deadline: number | undefined;
    readonly signal?: CancelSignal | undefined;
}

/** Runs what a stub asks for: its exact version, in another segment of this process or elsewhere. */
export function runStubCall(core: RuntimeCore, { fqn, version, args, self, segment }: StubCall): Promise<unknown>
{
    const call: OwnCall = { fqn, version, match: 'exact', args, segment, ...inherit(core, self) };
    const implementation = findExact(core.procedures(), fqn, version);

    return implementation === undefined ? callElsewhere(core, call) : callHere(core, call, implementation);
}

/** What a call takes over from the one that it is made in. */
export function inherit(core: RuntimeCore, self?: unknown): Pick<OwnCall, 'headers' | 'parent' | 'parentSpan' | 'deadline'>
{
    const around = currentContext(core);

    if (around?.scope !== undefined)
    {
        return { headers: around.headers, parent: around.scope, parentSpan: around.span, deadline: around.scope.deadline };
    }

    // Where the host cannot tell what call this code runs in, the request that a stub was called on can.
    const headers = isRequest(self) ? Object.fromEntries(self.headers) : {};

    return { headers, parent: undefined, parentSpan: lazySpan(() => parseTraceparent(headers['traceparent'])), deadline: undefined };
}

/** The context of the running code, where it is one of this runtime. */
function currentContext({ runtime }: RuntimeCore): CallContext | undefined
{
    const current = contextStorage().get();

    return current?.runtime === runtime ? current : undefined;
}

/** Calls a segment of this process: values are copied on both ways, as if they had travelled. */
export async function callHere(core: RuntimeCore, call: OwnCall, implementation: Implementation): Promise<unknown>
{
    const { fqn, version, headers, parent, deadline, signal } = call;
    const calling = core.codecOf(call.segment);
    const called = implementation.segment.codec;
    const caller = callerOf(core, call);
    const span = hopSpan(core, call);

    const observed = core.observe?.({ fqn, version, kind: 'local', member: core.runtime.id, segment: segmentOf(call), caller, span });

    try
    {
        const argumentStreams: PayloadStream[] = [];
        const args = copyArguments(call.args, { calling, called, host: ownStreams(argumentStreams) });
        const execution: Execution = { implementation, args, hiddenArguments: true, caller, headers, span: lazySpan(span), deadline, signal, parent, argumentStreams };
        const result = await execute(core, execution, (value, host) => copyWithStreams(value, 'result', { from: called, to: calling, host })).catch((error: unknown) =>
        {
            throw copyFailure(error, called, calling);
        });

        observed?.succeeded();

        return result;
    }
    catch (error)
    {
        observed?.failed(error);

        throw error;
    }
}

function copyArguments(args: ArgumentRecord, { calling, called, host }: { readonly calling: Codec; readonly called: Codec; readonly host: StreamHost }): ArgumentRecord
{
    try
    {
        return copyWithStreams(args, 'args', { from: calling, to: called, host, signals: true }) as ArgumentRecord;
    }
    catch (error)
    {
        // What cannot be sent is an error of the caller's, what cannot be read one of the other segment.
        throw hasCode(error, 'VALUE_NOT_SERIALIZABLE') ? error : copyFailure(error, called, calling);
    }
}

/** The streams that a caller passes run as its code, whoever reads them. */
function ownStreams(streams: PayloadStream[]): StreamHost
{
    return stream =>
    {
        const storage = contextStorage();
        const context = storage.get();
        const own: PayloadStream = {
            kind: stream.kind,
            next: request => storage.run(context, () => stream.next(request)),
            stop: () => stream.stop()
        };

        streams.push(own);

        return own;
    };
}

/**
 * Calls another process.
 *
 * @throws `NO_NODE_FOR_PROCEDURE` where there is none to ask.
 */
export async function callElsewhere(core: RuntimeCore, call: OwnCall): Promise<unknown>
{
    const { remote, clock } = core;
    const { fqn, version, match, parent, deadline, signal } = call;

    if (remote === undefined)
    {
        return Promise.reject(createError('NO_NODE_FOR_PROCEDURE', { fqn, version }));
    }

    const calling = core.codecOf(call.segment);
    const caller = callerOf(core, call);
    const span = hopSpan(core, call);
    const scope = new CallScope({ fqn, clock, deadline, signal, parent });

    const observed = core.observe?.({ fqn, version, kind: 'forward', member: core.runtime.id, segment: segmentOf(call), caller, span });
    const argumentStreams: PayloadStream[] = [];
    const end = (): void => argumentStreams.forEach(stream => stream.stop());
    let streams: CallStreams | undefined;

    try
    {
        const args = createPayload(call.args, false, calling, 'args', { host: ownStreams(argumentStreams), signals: true });
        const invocation: Invocation = {
            fqn,
            match,
            args: args instanceof Promise ? await args : args,
            headers: { ...call.headers, traceparent: formatTraceparent(span()) },
            caller,
            signal: scope.cancelSignal,
            ...version === undefined ? {} : { version },
            ...deadline === undefined ? {} : { deadline }
        };

        const { result } = await scope.run(() => remote.invoke(invocation));
        const value = decodePayload(result, calling, 'result', stream => (streams ??= new CallStreams({ fqn, clock, signal, parent, ended: end })).host(stream));

        observed?.succeeded();

        return value;
    }
    catch (error)
    {
        const failure = decodeFailure(error, calling);

        observed?.failed(failure);

        throw failure;
    }
    finally
    {
        if (streams === undefined)
        {
            end();
        }
        else
        {
            streams.answered();
        }
    }
}

/** What a segment calls is called by the member that runs it. */
function callerOf({ runtime }: RuntimeCore, { segment }: OwnCall): Caller
{
    return segment === '' ? { kind: 'member', id: runtime.id } : { kind: 'member', id: runtime.id, segment };
}

function segmentOf({ segment }: OwnCall): string | undefined
{
    return segment === '' ? undefined : segment;
}

/** The span of a hop; without an observer the one around it, so that no trace has spans that nobody reports. */
function hopSpan({ observed }: RuntimeCore, { parentSpan }: OwnCall): LazySpan
{
    return observed ? lazySpan(parentSpan) : parentSpan;
}
