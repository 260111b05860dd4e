import { createError } from '@jitar/errors';

/**
 * Refuses results that no value stands for.
 *
 * @throws `UNSUPPORTED_RESULT` for iterators that are not async, and functions.
 */
export function checkResult(fqn: string, result: unknown): void
{
    const kind = unsupportedKind(result);

    if (kind !== undefined)
    {
        throw createError('UNSUPPORTED_RESULT', { fqn, kind });
    }
}

function unsupportedKind(result: unknown): string | undefined
{
    if (typeof result === 'function')
    {
        return 'a function';
    }

    if (typeof result !== 'object' || result === null)
    {
        return undefined;
    }

    return Symbol.iterator in result && 'next' in result && typeof result.next === 'function' ? 'an iterator' : undefined;
}
