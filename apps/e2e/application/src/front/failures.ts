import { fail } from '../back/failures.js';
import { SoldOut } from '../shared/SoldOut.js';

/** What this side sees of an error of the other. */
export async function caught(kind: string): Promise<string>
{
    try
    {
        return await fail(kind);
    }
    catch (error: unknown)
    {
        return describe(error);
    }
}

/** Lets the error of the other side through. */
export async function through(kind: string): Promise<never>
{
    return fail(kind);
}

function describe(error: unknown): string
{
    if (!(error instanceof Error))
    {
        return `not an error: ${String(error)}`;
    }

    const own = error instanceof SoldOut ? ` SoldOut(${error.product}, ${String(error.left)})` : '';
    const cause = error.cause === undefined ? '' : ` <- ${describe(error.cause)}`;
    const errors = error instanceof AggregateError ? ` [${error.errors.map(describe).join('; ')}]` : '';

    return `${error.constructor.name} ${error.name}: ${error.message}${own}${errors}${cause}`;
}
