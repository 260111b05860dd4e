/** Tells that a caller has given up. Every AbortSignal is one. */
export interface CancelSignal
{
    readonly aborted: boolean;
    /** Why, once it is aborted. */
    readonly reason: unknown;
    addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
    removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * A signal with the means to give it. An AbortController would do as well, but takes longer to make than many a call
 * takes.
 */
export interface CancelSource extends CancelSignal
{
    /** Tells all listeners, once; later reasons are ignored. What a listener throws is an uncaught exception of the host. */
    abort(reason: unknown): void;
}

/** Creates a signal that is not given yet. */
export function createCancelSource(): CancelSource
{
    return new ListedSignal();
}

class ListedSignal implements CancelSource
{
    #aborted = false;
    #reason: unknown;
    #listeners: Set<() => void> | undefined;

    get aborted(): boolean
    {
        return this.#aborted;
    }

    get reason(): unknown
    {
        return this.#reason;
    }

    addEventListener(_type: 'abort', listener: () => void): void
    {
        if (!this.#aborted)
        {
            (this.#listeners ??= new Set()).add(listener);
        }
    }

    removeEventListener(_type: 'abort', listener: () => void): void
    {
        this.#listeners?.delete(listener);
    }

    abort(reason: unknown): void
    {
        if (this.#aborted)
        {
            return;
        }

        const listeners = this.#listeners ?? [];

        this.#aborted = true;
        this.#reason = reason;
        this.#listeners = undefined;

        for (const listener of listeners)
        {
            try
            {
                listener();
            }
            catch (error)
            {
                // As of an AbortController: who aborts is not concerned, nor who listens as well, and the host reports it.
                queueMicrotask(() => { throw error; });
            }
        }
    }
}
