import { createNonce, hosts, limits } from '@jitar/protocol';
import type { ClassEntry, Host, Invocation, Invoker, Observer, Outcome, ProcedureDescription, RemoteReference, SegmentBundle, StubCall } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

import { callByName } from './call-by-name.js';
import type { CallOptions } from './call-by-name.js';
import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { keepingCodec } from './codecs.js';
import { CallContext, contextStorage } from './context.js';
import { enterCall } from './entry.js';
import type { RuntimeCore } from './execution.js';
import { foldMiddleware } from './middleware.js';
import type { Middleware, MiddlewareChain, MiddlewareFunction } from './middleware.js';
import { createObserve, reportsSpans } from './observation.js';
import { createProcedureTable, createSegment, describeProcedures, listRemoteCalls } from './procedures.js';
import type { ProcedureTable, Segment } from './procedures.js';
import { runStubCall } from './stub-call.js';
import { lazySpan } from './trace.js';

/** How a runtime works. */
export interface RuntimeOptions
{
    /** Unique in the cluster; default random. */
    readonly id?: string;
    /** The URL of the built application, with a slash at its end; absent: any. */
    readonly root?: string;
    readonly segments?: readonly SegmentBundle[];
    /** The classes of the outer view. */
    readonly classes?: readonly ClassEntry[];
    /** Runs what no segment of this process has. It gives a call that has no deadline the one of its procedure. */
    readonly remote?: Invoker;
    /** What calls from outside run through, in order. */
    readonly middleware?: readonly (Middleware | MiddlewareFunction)[];
    /** Milliseconds until a call must have ended whose procedure declares nothing; 0: never; default 15 seconds. */
    readonly timeout?: number;
    /** Hears of every call; absent: nothing is measured. */
    readonly observer?: Observer;
    /** Default: the clock of the host. */
    readonly clock?: Clock;
}

/**
 * Runs the procedures of segments. As an {@link Invoker} it takes calls from outside and from other members; as a
 * {@link Host} it takes the ones that stubs make.
 */
export interface Runtime extends Invoker, Host
{
    readonly id: string;
    /** How many procedures run here now. */
    readonly inFlight: number;
    /** Adds a segment, or replaces the one of its name. */
    load(bundle: SegmentBundle): void;
    /** Replaces the classes of the outer view. */
    setClasses(classes: readonly ClassEntry[]): void;
    /** Replaces the middleware, for modules that can be imported only when the runtime is there. */
    setMiddleware(middleware: readonly (Middleware | MiddlewareFunction)[]): void;
    /** Calls a procedure, here or elsewhere, as the member itself. Arguments and result are copied. */
    call(fqn: string, args?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown>;
    /** Runs code as this runtime, outside of any call: the procedures that it imports are found here. */
    enter<Result>(code: () => Result): Result;
    /** What others may call. */
    describe(): ProcedureDescription[];
    /** What the segments call and no segment here serves. */
    calls(): RemoteReference[];
    /** Takes the runtime out of sight of generated code. */
    dispose(): void;
}

/**
 * Creates a runtime, which generated code finds from then on, until it is disposed.
 *
 * @example
 * ```ts
 * const runtime = createRuntime({ segments: [sales] });
 * const months = await runtime.call('sales/listMonths', { year: 1997 });
 * ```
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime
{
    const runtime = new SegmentRuntime(options);

    hosts().push(runtime);

    return runtime;
}

class SegmentRuntime implements Runtime
{
    readonly id: string;
    readonly root: string | undefined;

    readonly #core: RuntimeCore;
    readonly #segments = new Map<string, Segment>();

    #chain: MiddlewareChain | undefined;
    #procedures: ProcedureTable = new Map();
    /** The codec of the outer view, and the one of middleware, which also keeps what the outer view does not know. */
    #codecs: { readonly outer: Codec; readonly keeping: Codec } = outerCodecs([]);

    constructor({ id = createNonce(), root, segments = [], classes = [], remote, middleware = [], timeout = limits.timeout, observer, clock = systemClock }: RuntimeOptions)
    {
        this.id = id;
        this.root = root;
        this.#core = {
            runtime: this,
            clock,
            observe: createObserve(observer, clock),
            observed: reportsSpans(observer),
            timeout,
            remote,
            procedures: () => this.#procedures,
            codecOf: segment => this.#segments.get(segment)?.codec ?? this.#codecs.outer,
            counter: { running: 0 }
        };

        this.setClasses(classes);
        this.setMiddleware(middleware);
        segments.forEach(bundle => this.load(bundle));
    }

    get inFlight(): number
    {
        return this.#core.counter.running;
    }

    load(bundle: SegmentBundle): void
    {
        this.#segments.set(bundle.name, createSegment(bundle));
        this.#procedures = createProcedureTable(this.#segments.values());
    }

    setClasses(classes: readonly ClassEntry[]): void
    {
        this.#codecs = outerCodecs(classes);
    }

    setMiddleware(middleware: readonly (Middleware | MiddlewareFunction)[]): void
    {
        this.#chain = middleware.length === 0 ? undefined : foldMiddleware(middleware);
    }

    invoke(invocation: Invocation): Promise<Outcome>
    {
        return enterCall(this.#core, invocation, { chain: this.#chain, codec: this.#codecs.keeping });
    }

    run(call: StubCall): Promise<unknown>
    {
        return runStubCall(this.#core, call);
    }

    call(fqn: string, args: Readonly<Record<string, unknown>> = {}, options: CallOptions = {}): Promise<unknown>
    {
        return callByName(this.#core, fqn, args, options);
    }

    enter<Result>(code: () => Result): Result
    {
        const span = lazySpan(() => undefined);
        const context = new CallContext({ runtime: this, caller: { kind: 'member', id: this.id }, headers: {}, span });

        return contextStorage().run(context, code);
    }

    active(): boolean
    {
        return contextStorage().get()?.runtime === this;
    }

    describe(): ProcedureDescription[]
    {
        return describeProcedures(this.#procedures);
    }

    calls(): RemoteReference[]
    {
        return listRemoteCalls(this.#segments.values(), this.#procedures);
    }

    dispose(): void
    {
        const all = hosts();
        const position = all.indexOf(this);

        if (position >= 0)
        {
            all.splice(position, 1);
        }
    }

}

function outerCodecs(classes: readonly ClassEntry[]): { readonly outer: Codec; readonly keeping: Codec }
{
    return { outer: createCodec({ classes }), keeping: keepingCodec(classes) };
}
