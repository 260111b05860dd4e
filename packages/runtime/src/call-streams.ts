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
    readonly #open = new Set<HostedStream>();

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
        const { clock, timeout, within } = this.#options;
        const scope = this.#scope;

        if (this.#end === undefined)
        {
            void scope.run(() => new Promise<void>(resolve => { this.#end = resolve; })).catch(() =>
            {
                const { reason } = scope;

                this.#open.forEach(stream => stream.cut(reason ?? new Error('It was cut off.')));
            });

            this.#end ??= () => undefined;
        }

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

            ended: () =>
            {
                this.#open.delete(stream);
                this.#rest();
            }
        });

        if (scope.reason === undefined)
        {
            this.#open.add(stream);
        }
        else
        {
            stream.cut(scope.reason);
        }

        return stream;
    }

    #rest(): void
    {
        if (this.#answered && this.#open.size === 0 && !this.#ended)
        {
            this.#ended = true;
            this.#end?.();
            this.#options.ended?.();
        }
    }
}

interface HostedOptions
{
    readonly timeout: number | undefined;
    /** A reader waits from now on; returns what ends the waiting. */
    readonly wait: () => (() => void) | undefined;
    readonly within: <Result>(work: () => Result) => Result;
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
        this.#inner.stop();
        this.#waiting.forEach(({ finish }) => finish({ done: true }));
        this.#end();
    }

    /** Ends it for another reason than its own. */
    cut(reason: Error): void
    {
        const waiting = [...this.#waiting];

        // One that nobody waits for says it to who asks next.
        this.#reason = this.#over || waiting.length > 0 ? undefined : { error: reason };
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
