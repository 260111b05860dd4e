import { Hono } from 'hono';

/** What answers the questions after health: the health of a runtime, or anything that can say it. */
export interface HealthSource
{
    /** Runs all checks: the outcome of each by its name. */
    check(): Promise<Readonly<Record<string, boolean>>>;
}

/**
 * The routes of the health checks, to be mounted at `/health`: `GET /` answers each check as JSON, `GET /status`
 * answers the text `true` or `false`. Both answer 200: the question was answered, whatever the answer is.
 *
 * @example
 * ```ts
 * app.route('/health', healthRoutes({ check: async () => ({ database: await database.ping() }) }));
 * ```
 */
export function healthRoutes(health: HealthSource): Hono
{
    const routes = new Hono();

    routes.get('/', async context => context.json(await health.check(), 200, uncached));

    routes.get('/status', async context =>
    {
        const checks = await health.check();

        return context.text(String(Object.values(checks).every(healthy => healthy)), 200, uncached);
    });

    return routes;
}

const uncached = { 'cache-control': 'no-store' };
