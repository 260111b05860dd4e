import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import type { Runtime } from './runtime.js';

/** Something that can tell whether it works: a database, say. */
export interface HealthCheck
{
    /** What its outcome is listed under; default: the name of its class, or `check`. */
    readonly name?: string;
    /** Milliseconds until it counts as failed; 0: never; default 5 seconds. */
    readonly timeout?: number;
    isHealthy(): boolean | Promise<boolean>;
}

/** The health of a service. */
export interface Health
{
    /** Runs all checks at once: the outcome of each by its name. It never rejects: a check that throws has failed. */
    check(): Promise<Readonly<Record<string, boolean>>>;
    /** Runs all checks at once: whether none has failed. */
    isHealthy(): Promise<boolean>;
}

/** How checks are run. */
export interface HealthOptions
{
    /** Default: the clock of the host. */
    readonly clock?: Clock;
    /** Calls the procedures that checks import; absent: whichever runtime generated code finds. */
    readonly runtime?: Pick<Runtime, 'enter'>;
}

const defaultTimeout = 5_000;

/**
 * Puts checks together. Of checks with one name, the later ones are listed as `name-2`, `name-3` and so on.
 *
 * @example
 * ```ts
 * const health = createHealth([{ name: 'database', timeout: 500, isHealthy: () => database.ping() }]);
 *
 * await health.check(); // { database: true }
 * ```
 */
export function createHealth(checks: readonly HealthCheck[], { clock = systemClock, runtime }: HealthOptions = {}): Health
{
    const named = nameChecks(checks);

    async function check(): Promise<Readonly<Record<string, boolean>>>
    {
        const run = (): Promise<(readonly [string, boolean])[]> => Promise.all([...named].map(async ([name, check]) => [name, await runCheck(check, clock)] as const));

        return Object.fromEntries(await (runtime === undefined ? run() : runtime.enter(run)));
    }

    return {
        check,
        isHealthy: async () => Object.values(await check()).every(healthy => healthy)
    };
}

function nameChecks(checks: readonly HealthCheck[]): Map<string, HealthCheck>
{
    const named = new Map<string, HealthCheck>();

    for (const check of checks)
    {
        const name = check.name ?? (check.constructor === Object ? 'check' : check.constructor.name);
        let unique = name;

        for (let number = 2; named.has(unique); number++)
        {
            unique = `${name}-${number}`;
        }

        named.set(unique, check);
    }

    return named;
}

function runCheck(check: HealthCheck, clock: Clock): Promise<boolean>
{
    return new Promise(resolve =>
    {
        const { timeout = defaultTimeout } = check;
        const stopTimer = timeout === 0 ? undefined : clock.after(timeout, () => resolve(false));

        const settle = (healthy: boolean): void =>
        {
            stopTimer?.();
            resolve(healthy);
        };

        // What is not exactly true, of a check that is not typed, is no sign of health.
        attempt(check).then(healthy => settle(healthy === true), () => settle(false));
    });
}

async function attempt(check: HealthCheck): Promise<unknown>
{
    return await check.isHealthy();
}
