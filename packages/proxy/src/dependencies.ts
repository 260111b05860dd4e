/** How services are asked after their health. */
export interface DependencyOptions
{
    /** Default: the `fetch` of the host. */
    readonly fetch?: typeof fetch | undefined;
    /** Milliseconds on some clock, which only goes forward; default `performance.now`. */
    readonly now?: () => number;
}

/** Milliseconds that a service gets to answer. */
const patience = 2_000;

/** Milliseconds for which an answer is good: anyone may ask, and each question would become several. */
const freshness = 1_000;

/**
 * Creates what asks other services after their health.
 *
 * @param services - Addresses by name. Of several, one that is healthy is enough.
 */
export function checkServices(services: Readonly<Record<string, readonly string[]>>, options: DependencyOptions = {}): () => Promise<Readonly<Record<string, boolean>>>
{
    const { fetch: ask = fetch, now = () => performance.now() } = options;
    let last: { readonly at: number; readonly outcome: Promise<Readonly<Record<string, boolean>>> } | undefined;

    return () =>
    {
        const at = now();

        if (last === undefined || at - last.at >= freshness)
        {
            last = { at, outcome: checkAll() };
        }

        return last.outcome;
    };

    async function checkAll(): Promise<Readonly<Record<string, boolean>>>
    {
        return Object.fromEntries(await Promise.all(Object.entries(services).map(async ([name, urls]) => [name, (await Promise.all(urls.map(isHealthy))).includes(true)] as const)));
    }

    async function isHealthy(url: string): Promise<boolean>
    {
        try
        {
            const answer = await ask(`${url.replace(/\/+$/, '')}/health/status`, { signal: AbortSignal.timeout(patience), redirect: 'manual' });

            return await answer.text() === 'true';
        }
        catch
        {
            return false;
        }
    }
}
