import { createError } from '@jitar/errors';
import { createCancelSource } from '@jitar/protocol';
import type { CancelSignal, CancelSource } from '@jitar/protocol';

import type { Clock } from './clock.js';

/** What bounds a call. */
export interface CallScopeOptions
{
    readonly fqn: string;
    readonly clock: Clock;
    /** On the clock; absent: none. */
    readonly deadline?: number | undefined;
    /** The caller's. */
    readonly signal?: CancelSignal | undefined;
    /** The call that this one is nested in. */
    readonly parent?: CallScope | undefined;
}

/**
 * The time in which a call runs: until it ends, its deadline passes, or its caller gives up.
 *
 * What a call leaves running when it ends has neither deadline nor signal. What it leaves running when it is cut off
 * keeps both, so that its nested calls end as well.
 */
export class CallScope
{
    readonly #options: CallScopeOptions;

    #state: 'running' | 'ended' | 'cut' = 'running';
    #reason: Error | undefined;
    #children: Set<CallScope> | undefined;
    #controller: AbortController | undefined;
    #cancellation: CancelSource | undefined;
    #reject: ((reason: Error) => void) | undefined;
    /** The deadlines of what is waited for now. */
    #waits: Set<{ readonly deadline: number }> | undefined;
    #stopTimer: (() => void) | undefined;
    #stopListening: (() => void) | undefined;

    constructor(options: CallScopeOptions)
    {
        this.#options = options;
    }

    get deadline(): number | undefined
    {
        return this.#state === 'ended' ? undefined : this.#waits === undefined ? this.#options.deadline : Math.min(this.#options.deadline ?? Infinity, ...[...this.#waits].map(({ deadline }) => deadline));
    }

    /** Why it was cut off; `undefined`: it was not. */
    get reason(): Error | undefined
    {
        return this.#reason;
    }

    get running(): boolean
    {
        return this.#state === 'running';
    }

    get signal(): AbortSignal | undefined
    {
        if (this.#state === 'ended')
        {
            return undefined;
        }

        if (this.#controller === undefined)
        {
            this.#controller = new AbortController();

            if (this.#state === 'cut')
            {
                this.#controller.abort(this.#reason);
            }
        }

        return this.#controller.signal;
    }

    /** Tells a nested call of the same. Most of them have nobody who needs an AbortSignal, which takes longer to make than they do. */
    get cancelSignal(): CancelSignal
    {
        if (this.#cancellation === undefined)
        {
            this.#cancellation = createCancelSource();

            if (this.#state === 'cut')
            {
                this.#cancellation.abort(this.#reason);
            }
        }

        return this.#cancellation;
    }

    /**
     * Does the work of the call, unless its time is over before.
     *
     * @throws What the work throws; `DEADLINE_EXCEEDED` or `CALL_CANCELLED` as soon as the time is over, whatever
     * the work does then.
     */
    run<Result>(work: () => Result | PromiseLike<Result>): Promise<Result>
    {
        this.#watch();

        if (this.#reason !== undefined)
        {
            return Promise.reject(this.#reason);
        }

        return new Promise<Result>((resolve, reject) =>
        {
            const fail = (error: unknown): void =>
            {
                this.#end();
                // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what the work throws is its own choice
                reject(error);
            };

            this.#reject = reject;

            // Not by an async function: it would wait twice.
            try
            {
                Promise.resolve(work()).then(result =>
                {
                    this.#end();
                    resolve(result);
                }, fail);
            }
            catch (error)
            {
                fail(error);
            }
        });
    }

    /**
     * Bounds what is waited for now, in a call that goes on afterwards: when that takes too long, all of it is cut off.
     *
     * @param deadline - On the clock.
     * @returns Ends the waiting.
     */
    wait(deadline: number): () => void
    {
        const { clock } = this.#options;
        const waits = this.#waits ??= new Set();
        const own = { deadline };
        const stopTimer = clock.after(Math.max(0, deadline - clock.now()), () => this.#expire());

        waits.add(own);

        return () =>
        {
            stopTimer();
            waits.delete(own);

            if (waits.size === 0)
            {
                this.#waits = undefined;
            }
        };
    }

    #watch(): void
    {
        const { clock, deadline, signal, parent } = this.#options;

        if (parent?.reason !== undefined)
        {
            this.#cut(parent.reason);

            return;
        }

        if (signal?.aborted === true)
        {
            this.#cut(this.#cancelled(signal.reason));

            return;
        }

        const remaining = deadline === undefined ? Infinity : deadline - clock.now();

        if (remaining <= 0)
        {
            this.#expire();

            return;
        }

        if (parent?.running === true)
        {
            (parent.#children ??= new Set()).add(this);
        }

        if (signal !== undefined)
        {
            const onAbort = (): void => this.#cut(this.#cancelled(signal.reason));

            signal.addEventListener('abort', onAbort, { once: true });
            this.#stopListening = () => signal.removeEventListener('abort', onAbort);
        }

        if (!this.#parentEndsFirst())
        {
            this.#startTimer();
        }
    }

    #startTimer(): void
    {
        const { clock, deadline = Infinity } = this.#options;

        if (deadline !== Infinity)
        {
            this.#stopTimer ??= clock.after(Math.max(0, deadline - clock.now()), () => this.#expire());
        }
    }

    /** Whether the timer of the call around this one serves for both. */
    #parentEndsFirst(): boolean
    {
        const { deadline, parent } = this.#options;
        const around = parent?.running === true ? parent.deadline : undefined;

        return around !== undefined && deadline !== undefined && around <= deadline;
    }

    #expire(): void
    {
        this.#cut(createError('DEADLINE_EXCEEDED', { fqn: this.#options.fqn }));
    }

    #cancelled(cause: unknown): Error
    {
        return createError('CALL_CANCELLED', { fqn: this.#options.fqn }, { cause });
    }

    #cut(reason: Error): void
    {
        if (this.#state !== 'running')
        {
            return;
        }

        this.#release();
        this.#state = 'cut';
        this.#reason = reason;
        this.#reject?.(reason);

        for (const child of [...this.#children ?? []])
        {
            child.#cut(reason);
        }

        this.#cancellation?.abort(reason);
        this.#controller?.abort(reason);
    }

    #end(): void
    {
        if (this.#state === 'running')
        {
            this.#release();
            this.#state = 'ended';
            // What it does not wait for any more has the time that it was given, as elsewhere.
            this.#children?.forEach(child => child.#startTimer());
        }
    }

    #release(): void
    {
        this.#stopTimer?.();
        this.#stopListening?.();

        const { parent } = this.#options;

        if (parent !== undefined && parent.#children !== undefined)
        {
            parent.#children.delete(this);
        }
    }

}
