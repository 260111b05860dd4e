import { randomBytes } from 'node:crypto';

import { startService } from '@tooling/services';

/** Starts every service of the application as a process of its own. */
export async function startCluster(options)
{
    const group = createGroup(options);

    return group.guard(async () =>
    {
        await Promise.all([group.start('gateway'), group.start('repository')]);
        await Promise.all([group.start('reporting'), group.start('sales-1'), group.start('sales-2')]);

        const proxy = await group.start('proxy');

        return group.describe(proxy.url);
    });
}

/** Starts the application in one process. */
export async function startStandalone(options)
{
    const group = createGroup(options);

    return group.guard(async () =>
    {
        const { url } = await group.start('standalone');

        return group.describe(url);
    });
}

function createGroup({ folder, data, say })
{
    const services = [];
    const records = [];
    const env = { TRADERS_DATA: data, TRADERS_TRUST_KEY: process.env.TRADERS_TRUST_KEY ?? randomBytes(24).toString('hex') };

    async function start(name)
    {
        const service = await startService({
            name, service: `services/${name}.json`, cwd: folder, env, args: ['--log-level=debug'],
            onRecord: record => { records.push({ service: name, ...record }); }
        });

        services.push(service);
        say(`  ${name.padEnd(11)} process ${String(service.pid).padEnd(8)} ${service.url}`);

        return service;
    }

    async function stop()
    {
        // In the reverse order: whoever takes calls from outside first.
        for (const service of services.splice(0).reverse())
        {
            await service.stop();
        }
    }

    return {
        start,

        async guard(work)
        {
            try
            {
                say('Starting the services of Traders');

                return await work();
            }
            catch (error)
            {
                await stop();

                throw error;
            }
        },

        describe: address => ({
            address, stop, records: () => records,
            anyEnd: () => Promise.race(services.map(async ({ name, exited }) => { await exited; return name; }))
        })
    };
}
