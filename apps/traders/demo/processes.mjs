import { randomBytes } from 'node:crypto';

import { startService } from '@tooling/services';

/** Starts every service of the application as a process of its own. */
export function startCluster(options)
{
    return createGroup(options, async start =>
    {
        await Promise.all([start('gateway'), start('repository')]);
        await Promise.all([start('reporting'), start('sales-1'), start('sales-2')]);

        return await start('proxy');
    });
}

/** Starts the application in one process. */
export function startStandalone(options)
{
    return createGroup(options, start => start('standalone'));
}

/**
 * Starts services; `startAll` answers the one to call. The group can be stopped at any time: what still starts is
 * ended as well, so that no process remains.
 */
function createGroup({ folder, data, say }, startAll)
{
    const env = { TRADERS_DATA: data, TRADERS_TRUST_KEY: process.env.TRADERS_TRUST_KEY ?? randomBytes(24).toString('hex') };
    const ending = new AbortController();
    const starts = [];
    const records = [];

    async function start(name)
    {
        const starting = startService({
            name, service: `services/${name}.json`, cwd: folder, env, args: ['--log-level=debug'], signal: ending.signal,
            onRecord: record => { records.push({ service: name, ...record }); }
        });

        starts.push(starting);

        const service = await starting;

        say(`  ${name.padEnd(11)} process ${String(service.pid).padEnd(8)} ${service.url}`);

        return service;
    }

    async function stop()
    {
        ending.abort();

        const services = (await Promise.allSettled(starts)).flatMap(({ value }) => value ?? []);

        // In the reverse order: whoever takes calls from outside first.
        for (const service of services.reverse())
        {
            await service.stop();
        }
    }

    say('Starting the services of Traders');

    return {
        records,
        stop,
        address: startAll(start).then(({ url }) => url),
        anyEnd: async () => Promise.race(starts.map(async starting =>
        {
            const { name, exited } = await starting;

            await exited;

            return name;
        }))
    };
}
