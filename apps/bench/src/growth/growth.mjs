import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

import { interleave, median } from '../interleave.mjs';
import { createRoutes, startCluster } from './cluster.mjs';

const defaults = { small: { nodes: 3, procedures: 10 }, large: { nodes: 1_000, procedures: 10_000 }, rounds: 40, registrations: 100, atATime: 32 };

/** Measures what a gateway costs that knows many nodes, beside one that knows few. The README defines every figure. */
export async function measureGrowth({ small, large, rounds, registrations, atATime } = defaults)
{
    const few = await startCluster(small);
    const many = await startCluster(large);

    try
    {
        const memory = Math.round(process.memoryUsage().rss / 1_048_576);
        const routes = await interleave(new Map([['few', routeAll(small)], ['many', routeAll(large)]]), rounds);
        const times = await interleave(new Map([['few', () => callAll(few, atATime)], ['many', () => callAll(many, atATime)]]), rounds);
        const told = await register(many, registrations);
        const figures = {
            'growth': round(routes.get('many') / routes.get('few')),
            'growth-call': round(times.get('many') / times.get('few')),
            'growth-register-ms': round(told.milliseconds),
            'growth-pushed-bytes': told.bytes,
            'growth-told': told.nodes,
            'growth-memory-mb': memory
        };

        return {
            title: `A gateway with ${large.nodes} nodes and ${large.procedures} procedures, beside one with ${small.nodes} and ${small.procedures}`,
            columns: ['', `${small.nodes} nodes`, `${large.nodes} nodes`],
            rows: [
                ['routing, µs', routes.get('few') * 1_000, routes.get('many') * 1_000],
                ['a call over links, µs', times.get('few') * 1_000 / atATime, times.get('many') * 1_000 / atATime],
                ['a registration, ms', '', told.milliseconds],
                ['bytes pushed for it', '', told.bytes],
                ['to so many nodes', '', told.nodes],
                ['memory, MiB', '', memory]
            ],
            figures
        };
    }
    finally
    {
        await Promise.all([few.stop(), many.stop()]);
    }
}

/** Routes one call after the other, of procedures all over the cluster, to members that answer at once. */
function routeAll(size)
{
    const { names, route } = createRoutes(size);
    let turn = 0;

    return async () =>
    {
        const { result } = await route(names[turn = (turn + 7_919) % names.length]);

        assert.equal(result.text, '{"sum":42}');
    };
}

/** Some calls at a time, of procedures all over the cluster. */
async function callAll(cluster, atATime)
{
    const { names, call } = cluster;
    const answers = await Promise.all(Array.from({ length: atATime }, () => call(names[cluster.turn = ((cluster.turn ?? 0) + 7_919) % names.length])));

    for (const { status, body } of answers)
    {
        assert.equal(status, 200);
        assert.equal(body, '{"sum":42}');
    }
}

/** Registers nodes anew, one after the other, as after a reconnection; the medians of what that takes. */
async function register({ members }, count)
{
    const times = [];
    const bytes = [];
    const nodes = [];

    for (let index = 0; index < count; index++)
    {
        await untilAllIsTold(members);

        const node = members[index * 31 % members.length];
        const before = members.map(({ told }) => told.bytes);
        const start = performance.now();

        await node.register();
        times.push(performance.now() - start);

        await untilAllIsTold(members);

        const grown = members.filter(({ told }, place) => told.bytes > before[place]);
        const interested = members.filter(member => member === node || member.calls.some(fqn => node.procedures.includes(fqn)));

        assert.deepEqual(grown.filter(member => !interested.includes(member)).map(({ id }) => id), [], 'a node is told of peers that it does not call');
        bytes.push(grown.reduce((sum, { told }) => sum + told.bytes - before[members.findIndex(member => member.told === told)], 0));
        nodes.push(grown.length);
    }

    return { milliseconds: median(times), bytes: median(bytes), nodes: median(nodes) };
}

/** Peers are told when a turn is over, and those of one moment together. */
async function untilAllIsTold(members)
{
    const sum = () => members.reduce((total, { told }) => total + told.bytes, 0);

    for (let before = -1; before !== sum(); )
    {
        before = sum();
        await setTimeout(10);
    }
}

function round(number)
{
    return Math.round(number * 1_000) / 1_000;
}
