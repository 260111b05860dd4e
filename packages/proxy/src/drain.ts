import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { Invoker } from '@jitar/protocol';

/** An invoker that can come to rest. */
export interface DrainingInvoker extends Invoker
{
    /** Takes no new calls; resolves when those that run have ended, at the latest after the limit in milliseconds. */
    drain(limit?: number): Promise<void>;
}

/** Counts the calls of an invoker, so that a service can stop without cutting one off. */
export function withDrain(invoker: Invoker): DrainingInvoker
{
    let running = 0;
    let rest: (() => void) | undefined;

    return {
        async invoke(invocation)
        {
            if (rest !== undefined)
            {
                throw createError('SERVICE_STOPPING', {});
            }

            running++;

            try
            {
                return await invoker.invoke(invocation);
            }
            finally
            {
                running--;

                if (running === 0)
                {
                    (rest as (() => void) | undefined)?.();
                }
            }
        },

        drain(limit = limits.drain)
        {
            return new Promise(resolve =>
            {
                const timer = setTimeout(resolve, limit);

                rest = () =>
                {
                    clearTimeout(timer);
                    resolve();
                };

                if (running === 0)
                {
                    rest();
                }
            });
        }
    };
}
