import type { Caller, CancelSignal, Invocation, Invoker, PayloadStream, ProcedureEntry } from '@jitar/protocol';
import type { Codec } from '@jitar/serialization';

import type { ArgumentRecord } from './argument-record.js';
import { bindArguments } from './binder.js';
import { CallScope } from './call-scope.js';
import type { Clock } from './clock.js';
import { CallContext, contextStorage } from './context.js';
import type { Observe } from './observation.js';
import type { Implementation, ProcedureTable } from './procedures.js';
import type { Request } from './request.js';
import { CallStreams } from './call-streams.js';
import { checkResult } from './result.js';
import type { Runtime } from './runtime.js';
import type { StreamHost } from './stream-form.js';
import type { LazySpan } from './trace.js';

/** What the parts of a runtime share. */
export interface RuntimeCore
{
    readonly runtime: Runtime;
    readonly clock: Clock;
    /** Absent: nobody listens. */
    readonly observe: Observe | undefined;
    /** Whether someone reports spans, so that each hop has one of its own. */
    readonly observed: boolean;
    /** Milliseconds; 0: none. */
    readonly timeout: number;
    readonly remote: Invoker | undefined;
    readonly procedures: () => ProcedureTable;
    /** The codec of a segment; of the outer view for the empty name, or a segment that is not loaded here. */
    readonly codecOf: (segment: string) => Codec;
    /** Counts the procedures that run. */
    readonly counter: { running: number };
}

/** One run of an implementation. */
export interface Execution
{
    readonly implementation: Implementation;
    /** Values of the implementation's own segment. */
    readonly args: ArgumentRecord;
    /** Whether the arguments may hold the `*name` ones of middleware. */
    readonly hiddenArguments: boolean;
    readonly caller: Caller;
    readonly headers: Readonly<Record<string, string>>;
    readonly span: LazySpan;
    readonly deadline: number | undefined;
    readonly signal?: CancelSignal | undefined;
    /** The scope of the call around this one. */
    readonly parent?: CallScope | undefined;
    /** What is `this` in the procedure where a call entered. */
    readonly request?: Request | undefined;
    /** The streams in the arguments, which end with the call. */
    readonly argumentStreams?: readonly PayloadStream[] | undefined;
}

/**
 * Runs an implementation: within its deadline, in its context, observed.
 *
 * @param finish - Makes what is answered of the result. Each stream in it is bounded by the host, and the call goes on until the
 * last one ends.
 */
export async function execute<Answer>(core: RuntimeCore, execution: Execution, finish: (result: unknown, host: StreamHost) => Answer | Promise<Answer>): Promise<Answer>
{
    const { implementation: { entry, segment }, args, caller, headers, span, signal, parent, request, argumentStreams } = execution;
    const { fqn, version } = entry;
    const { runtime, clock, counter } = core;

    const values = bindArguments(entry, args, { outside: caller.kind === 'outside', hidden: execution.hiddenArguments });
    const deadline = deadlineOf(core, entry, execution);
    const scope = new CallScope({ fqn, clock, deadline, signal, parent });
    const context = new CallContext({ runtime, caller, headers, span, scope });
    // What remains of the call around is its own; who calls from outside may shorten the wait for each item.
    const asked = caller.kind === 'member' ? Infinity : deadline - clock.now();
    let streams: CallStreams | undefined;

    const end = (): void =>
    {
        counter.running--;
        argumentStreams?.forEach(stream => stream.stop());
    };

    const host: StreamHost = stream => (streams ??= new CallStreams({
        fqn,
        clock,
        signal,
        parent,
        timeout: timeoutOf(core, entry, asked),
        patience: caller.kind === 'member' ? undefined : () => deadline - clock.now(),
        within: (streamScope, work) => contextStorage().run(new CallContext({ runtime, caller, headers, span, scope: streamScope }), work),
        ended: end
    })).host(stream);

    counter.running++;

    const observed = core.observe?.({ fqn, version, kind: 'run', member: runtime.id, segment: segment.name, caller, span });

    try
    {
        const result: unknown = await scope.run(() => contextStorage().run(context, (): unknown => Reflect.apply(entry.implementation, request, values)));

        checkResult(fqn, result);

        const answer = finish(result, host);
        const answered = answer instanceof Promise ? await answer : answer;

        observed?.succeeded();

        return answered;
    }
    catch (error)
    {
        observed?.failed(error);

        throw error;
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

/**
 * Milliseconds that whoever reads a stream of a call waits for an item at most: what the procedure declares, else the
 * service, and no more than the caller asked for.
 */
function timeoutOf({ timeout }: RuntimeCore, entry: ProcedureEntry, asked: number): number | undefined
{
    const own = entry.timeout ?? timeout;
    const shortest = Math.min(own === 0 ? Infinity : own, asked);

    return shortest === Infinity ? undefined : Math.max(1, Math.ceil(shortest));
}

/**
 * When a call must have ended: the smaller of what remains and what the procedure declares. What the service
 * declares for procedures that declare nothing holds where a call enters; nested calls have what remains. `Infinity`: never.
 */
export function deadlineOf({ clock, timeout }: RuntimeCore, entry: ProcedureEntry | undefined, { deadline, caller }: Pick<Invocation, 'caller'> & { readonly deadline?: number | undefined }): number
{
    const nested = caller.kind === 'member' && deadline !== undefined;
    const own = entry?.timeout ?? (nested ? 0 : timeout);
    return Math.min(own === 0 ? Infinity : clock.now() + own, deadline ?? Infinity);
}
