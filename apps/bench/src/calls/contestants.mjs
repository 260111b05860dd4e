import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writeProject } from '../project-files.mjs';
import { files } from './application.mjs';
import { findPorts, runProcess, startProcess } from './processes.mjs';

const programs = {
    subject: { cli: moduleFile('jitar/bin/jitar.js'), config: 'jitar.json', member: 'node', ready: /Server started/ },
    incumbent: { cli: moduleFile('incumbent/dist/cli.js'), config: 'incumbent.json', member: 'worker', ready: /Server started/ }
};

const trustKey = 'only-for-this-benchmark';

/**
 * Starts all contestants, each as the processes that its users would have.
 *
 * @returns The address of each, by contestant and shape; and what ends them all.
 */
export async function startContestants()
{
    const folder = await mkdtemp(join(tmpdir(), 'jitar-bench-'));
    const processes = [];

    const start = async (name, args, options) =>
    {
        const process = startProcess(name, args, options);

        processes.push(process);
        await process.started;
    };

    const stop = async () =>
    {
        await Promise.all(processes.map(process => process.stop()));
        await rm(folder, { recursive: true, force: true });
    };

    try
    {
        await writeProject(folder, Object.entries(files));

        return {
            folder,
            addresses: {
                hono: await startHono(start),
                trpc: await startTrpc(start),
                moleculer: await startMoleculer(start),
                incumbent: await startJitar('incumbent', folder, start),
                subject: await startJitar('subject', folder, start)
            },
            stop
        };
    }
    catch (error)
    {
        await stop();

        throw error;
    }
}

async function startHono(start)
{
    const [node, inner, gateway] = await findPorts(3);
    const ready = /ready/;

    await start('hono, inside', [peer('hono'), String(inner)], { ready });
    await start('hono', [peer('hono'), String(node), origin(inner)], { ready });
    await start('hono, gateway', [peer('hono-gateway'), String(gateway), origin(node)], { ready });

    return { node: `${origin(node)}/add`, context: `${origin(node)}/add-in-context`, gateway: `${origin(gateway)}/add`, twoNodes: `${origin(gateway)}/forward` };
}

async function startTrpc(start)
{
    const [port] = await findPorts(1);

    await start('tRPC', [peer('trpc'), String(port)], { ready: /ready/ });

    return { node: `${origin(port)}/add` };
}

async function startMoleculer(start)
{
    const [gateway, ...ports] = await findPorts(4);
    const roles = ['inside', 'entry', 'gateway'];

    await Promise.all(roles.map((role, index) =>
        start(`Moleculer, ${role}`, [peer('moleculer'), role, String(gateway), String(ports[index]), ...roles.map((name, other) => `${ports[other]}/${name}`)], { ready: /ready/ })));

    return { gateway: `${origin(gateway)}/add`, twoNodes: `${origin(gateway)}/forward` };
}

/** The subject and its incumbent: a gateway with two nodes, and both segments in one process. */
async function startJitar(name, folder, start)
{
    const { cli, config, member, ready } = programs[name];
    const [gateway, entry, inside, standalone] = await findPorts(4);
    const settings = { cwd: folder };

    const services = {
        gateway: { url: origin(gateway), gateway: { trustKey } },
        inside: { url: origin(inside), [member]: { gateway: origin(gateway), segments: ['inside'], trustKey } },
        entry: { url: origin(entry), [member]: { gateway: origin(gateway), segments: ['entry'], trustKey } },
        standalone: { url: origin(standalone), standalone: { segments: ['entry', 'inside'] } }
    };

    await runProcess([cli, 'build', `--config=${config}`], settings);

    for (const [service, content] of Object.entries(services))
    {
        const file = `${name}-${service}.json`;

        await writeFile(join(folder, file), JSON.stringify(content));
        await start(`${name}, ${service}`, [cli, 'start', `--config=${config}`, `--service=${file}`], { ...settings, ready });
    }

    const procedure = (port, fqn) => `${origin(port)}/rpc/entry/${fqn}`;

    return {
        node: procedure(entry, 'add'),
        gateway: procedure(gateway, 'add'),
        twoNodes: procedure(gateway, 'forward'),
        instances: procedure(gateway, 'countPeople'),
        sameProcess: procedure(standalone, 'measure')
    };
}

function origin(port)
{
    return `http://127.0.0.1:${port}`;
}

function peer(name)
{
    return fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));
}

function moduleFile(path)
{
    return fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
}
