/** What comes of an action, which a cycle that only a private field closes keeps from its end. */
export type Attempt = { readonly value: unknown } | { readonly refused: string };

/** Runs an action; what it throws becomes the message. */
export function attempt(action: () => unknown): Attempt
{
    try
    {
        return { value: action() };
    }
    catch (error)
    {
        return { refused: (error as Error).message };
    }
}
