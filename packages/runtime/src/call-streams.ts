import { createError } from '@jitar/errors';
import { createCancelSource } from '@jitar/protocol';
import type { PayloadStream, StreamRequest, StreamStep } from '@jitar/protocol';

import { CallScope } from './call-scope.js';
import type { CallScopeOptions } from './call-scope.js';

/** What bounds the streams of a call. */
export interface CallStreamsOptions extends Omit<CallScopeOptions, 'deadline'>
{
    /** Milliseconds that a reader waits for a step at most; absent: no limit. */
    readonly timeout?: number | undefined;
    /** The same for the first step, from the answer on; absent: as for the others. */
    readonly patience?: (() => number) | undefined;
    /** Runs what produces a step, in a call with this scope; absent: as it is. */
    readonly within?: <Result>(scope: CallScope, work: () => Result) => Result;
    /** The call has been answered, and all streams of the answer have ended. */
    readonly ended?: () => void;
}

/**
 * What a call leaves open when it has answered with streams: they end when they are read, are given up, take too long,
 * or the call around is cut off. Only while a reader waits does time count: at first what is left of the time of the
 * call, then anew for each step.
 */
export class CallStreams
{
    readonly #options: CallStreamsOptions;
    readonly #scope: CallScope;

    #patience: number | undefined;
    #answered = false;
    #ended = false;
    /** Lets the scope end; there once there is a stream. */
    #end: (() => void) | undefined;
    #open = 0;

    constructor(options: CallStreamsOptions)
    {
        this.#options = options;
        this.#scope = new CallScope(options);
    }

    /** The call itself is over; from then on its streams are all that is left of it. */
    answered(): void
    {
        this.#answered = true;
        this.#patience = this.#options.patience?.();
        this.#rest();
    }

    /** Stands between a stream of the answer and who reads it. */
    host(inner: PayloadStream): PayloadStream
    {
        const { fqn, clock, timeout, within } = this.#options;

        // What cuts it off cuts off the scopes of the streams.
        this.#end ??= keepRunning(this.#scope, () => undefined);

        // Each has a scope of its own: a reader that leaves one may still read the others.
        const left = createCancelSource();
        const scope = new CallScope({ fqn, clock, signal: left, parent: this.#scope });
        let first = true;

        const stream = new HostedStream(inner, {
            timeout,

            wait: () =>
            {
                const limit = Math.min(timeout ?? Infinity, first ? this.#patience ?? Infinity : Infinity);

                first = false;

                return limit === Infinity ? undefined : scope.wait(clock.now() + limit);
            },

            within: work => within === undefined ? work() : within(scope, work),
            left: () => left.abort(createError('CALL_CANCELLED', { fqn })),

            ended: () =>
            {
                end();
                this.#open--;
                this.#rest();
            }
        });

        this.#open++;

        const end = keepRunning(scope, reason => stream.cut(reason));

        // One that comes too late is never asked.
        if (scope.reason !== undefined)
        {
            stream.cut(scope.reason);
        }

        return stream;
    }

    #rest(): void
    {
        if (this.#answered && this.#open === 0 && !this.#ended)
        {
            this.#ended = true;
            this.#end?.();
            this.#options.ended?.();
        }
    }
}

/**
 * Keeps a scope running.
 *
 * @param cutOff - Hears when it is cut off instead of ended.
 * @returns Ends it.
 */
function keepRunning(scope: CallScope, cutOff: (reason: Error) => void): () => void
{
    let end: () => void = () => undefined;

    scope.run(() => new Promise<void>(resolve => { end = resolve; })).catch((reason: unknown) => cutOff(reason as Error));

    return end;
}

interface HostedOptions
{
    readonly timeout: number | undefined;
    /** A reader waits from now on; returns what ends the waiting. */
    readonly wait: () => (() => void) | undefined;
    readonly within: <Result>(work: () => Result) => Result;
    /** The reader has left before the end. */
    readonly left: () => void;
    readonly ended: () => void;
}

class HostedStream implements PayloadStream
{
    readonly kind: PayloadStream['kind'];
    readonly timeout?: number;

    readonly #inner: PayloadStream;
    readonly #options: HostedOptions;
    readonly #waiting = new Set<{ readonly finish: (step: StreamStep) => void; readonly fail: (reason: Error) => void }>();

    #over = false;
    #reason: { readonly error: Error } | undefined;

    constructor(inner: PayloadStream, options: HostedOptions)
    {
        this.kind = inner.kind;
        this.#inner = inner;
        this.#options = options;

        const timeout = options.timeout ?? inner.timeout;

        if (timeout !== undefined)
        {
            this.timeout = timeout;
        }
    }

    next(request?: StreamRequest): Promise<StreamStep>
    {
        if (this.#reason !== undefined)
        {
            const { error } = this.#reason;

            this.#reason = undefined;

            return Promise.reject(error);
        }

        if (this.#over)
        {
            return Promise.resolve({ done: true });
        }

        return new Promise((resolve, reject) =>
        {
            const stopWaiting = this.#options.wait();
            const settle = (over: boolean): void =>
            {
                this.#waiting.delete(waiting);
                stopWaiting?.();

                if (over)
                {
                    this.#end();
                }
            };
            const waiting = {
                finish: (step: StreamStep): void =>
                {
                    settle(step.done);
                    resolve(step);
                },
                fail: (reason: Error): void =>
                {
                    settle(true);
                    reject(reason);
                }
            };

            this.#waiting.add(waiting);
            this.#options.within(() => this.#inner.next(request)).then(waiting.finish, waiting.fail);
        });
    }

    stop(): void
    {
        if (!this.#over)
        {
            // What is asked to return hears of it only when it has done its step, which may take long.
            this.#options.left();
        }

        this.#inner.stop();
        this.#waiting.forEach(({ finish }) => finish({ done: true }));
        this.#end();
    }

    /** Ends it for another reason than its own. */
    cut(reason: Error): void
    {
        if (this.#over)
        {
            return;
        }

        const waiting = [...this.#waiting];

        // One that nobody waits for says it to who asks next.
        this.#reason = waiting.length > 0 ? undefined : { error: reason };
        this.#inner.stop();
        waiting.forEach(({ fail }) => fail(reason));
        this.#end();
    }

    #end(): void
    {
        if (!this.#over)
        {
            this.#over = true;
            this.#options.ended();
        }
    }
}
