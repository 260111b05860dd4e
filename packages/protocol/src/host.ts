/** A call that a stub makes. */
export interface StubCall
{
    readonly fqn: string;
    readonly version: string;
    readonly args: Readonly<Record<string, unknown>>;
    /** What the stub was called on. */
    readonly self: unknown;
    /** The calling segment; empty for the outer view. */
    readonly segment: string;
}

/** A runtime, as generated code finds it. */
export interface Host
{
    /** The URL of the built application it runs, with a slash at its end; `undefined`: any. */
    readonly root: string | undefined;
    /** Whether the code that asks runs inside a call of this runtime. */
    active(): boolean;
    run(call: StubCall): Promise<unknown>;
}

/**
 * The property of `globalThis` that holds the runtimes of this process as `Host[]`. Generated code reads it, and
 * imports nothing; the number changes when the shape of {@link Host} does.
 */
export const hostsKey = 'jitar.hosts.1';

/** The runtimes of this process, one list for all copies of this package. */
export function hosts(): Host[]
{
    const holder = globalThis as unknown as Record<symbol, Host[] | undefined>;

    return holder[Symbol.for(hostsKey)] ??= [];
}
