import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

import { median } from '../interleave.mjs';
import { numbers, people, personCount, sum } from './application.mjs';
import { startContestants } from './contestants.mjs';
import { callOnce, load, writeScript } from './wrk.mjs';

const defaults = { rounds: 5, seconds: 2, connections: 32, processCalls: 20_000 };

/** A gateway may learn of its nodes some seconds after they started. */
const startLimit = 30_000;

/** What is timed under load: the contestant, and which of its addresses gets what and answers what. */
export const shapes = [
    ['hono', 'node'], ['hono', 'context'], ['hono', 'gateway'], ['hono', 'twoNodes'],
    ['trpc', 'node'],
    ['moleculer', 'gateway'], ['moleculer', 'twoNodes'],
    ['incumbent', 'node'], ['incumbent', 'gateway'], ['incumbent', 'twoNodes'], ['incumbent', 'instances'],
    ['subject', 'node'], ['subject', 'gateway'], ['subject', 'twoNodes'], ['subject', 'instances']
];

/** Measures calls beside those of peers. The README defines every figure. */
export async function measureCalls(options = defaults)
{
    const contestants = await startContestants();

    try
    {
        const cases = await Promise.all(shapes.map(([contestant, shape]) => prepareCase(contestants, contestant, shape)));
        const alone = ['hono.node', 'subject.gateway'].map(name => ({ ...cases.find(one => one.name === name), name: `${name}.alone` }));

        const loaded = await measureRounds(cases, { ...options, connections: options.connections });
        const latencies = await measureRounds(alone, { ...options, connections: 1 });
        const inside = await measureSameProcess(contestants.addresses, options);

        return report(cases, loaded, latencies, inside);
    }
    finally
    {
        await contestants.stop();
    }
}

async function prepareCase(contestants, contestant, shape)
{
    const name = `${contestant}.${shape}`;
    const { url, body, length } = await checkCase(contestants, contestant, shape);

    return { name, url, length, script: await writeScript(contestants.folder, name, body), check: () => checkCase(contestants, contestant, shape) };
}

/**
 * Waits until an address serves, and checks its answer.
 *
 * @returns What is sent where, and the bytes of the answer.
 */
export async function checkCase({ addresses }, contestant, shape)
{
    const url = addresses[contestant][shape];
    const [body, expected] = shape === 'instances' ? [{}, people] : [numbers, sum];
    let answer = await callOnce(url, body);

    for (const end = Date.now() + startLimit; answer.status !== 200 && Date.now() < end; answer = await callOnce(url, body))
    {
        await setTimeout(100);
    }

    assert.equal(answer.status, 200, `${url}: ${answer.text}`);

    const content = JSON.parse(answer.text);

    // tRPC wraps what it answers.
    assert.deepEqual(content.result?.data ?? content, expected, url);

    return { url, body, length: answer.length };
}

/** Each case gets its turn in each round, in an order that changes; the first round warms up and does not count. */
async function measureRounds(cases, { rounds, seconds, connections })
{
    const samples = new Map(cases.map(({ name }) => [name, []]));

    for (let round = 0; round <= rounds; round++)
    {
        for (let turn = 0; turn < cases.length; turn++)
        {
            const one = cases[(turn + round) % cases.length];
            const sample = await load(one, { connections, seconds });

            await one.check();

            if (round > 0)
            {
                samples.get(one.name).push(sample);
            }
        }
    }

    return new Map([...samples].map(([name, all]) => [name, { rate: median(all.map(({ rate }) => rate)), p99: median(all.map(({ p99 }) => p99)) }]));
}

/** Nanoseconds of a call within a module and of one from segment to segment, taken inside the processes. */
async function measureSameProcess(addresses, { rounds, processCalls })
{
    const samples = new Map(['incumbent', 'subject'].map(name => [name, []]));

    for (let round = 0; round <= rounds; round++)
    {
        for (const [name, all] of samples)
        {
            const { status, text } = await callOnce(addresses[name].sameProcess, { count: processCalls });

            assert.equal(status, 200, text);

            if (round > 0)
            {
                all.push(JSON.parse(text));
            }
        }
    }

    return Object.fromEntries([...samples].map(([name, all]) => [name, { plain: median(all.map(({ plain }) => plain)), segments: median(all.map(({ segments }) => segments)) }]));
}

function report(cases, loaded, latencies, inside)
{
    const rate = name => loaded.get(name).rate;
    const ratio = (left, right) => round(rate(left) / rate(right));
    const base = 'hono.node';

    const figures = {
        'node': ratio('subject.node', base),
        'gateway': ratio('subject.gateway', base),
        'two-nodes': ratio('subject.twoNodes', base),
        'gateway-vs-incumbent': ratio('subject.gateway', 'incumbent.gateway'),
        'instances-vs-incumbent': ratio('subject.instances', 'incumbent.instances'),
        'latency': round(latencies.get('hono.node.alone').rate / latencies.get('subject.gateway.alone').rate),
        'same-process': round(inside.subject.segments / inside.subject.plain),
        'same-process-vs-incumbent': round(inside.subject.segments / inside.incumbent.segments),
        'node-vs-trpc': ratio('subject.node', 'trpc.node'),
        'node-vs-incumbent': ratio('subject.node', 'incumbent.node'),
        'gateway-vs-hono': ratio('subject.gateway', 'hono.gateway'),
        'gateway-vs-moleculer': ratio('subject.gateway', 'moleculer.gateway'),
        'two-nodes-vs-hono': ratio('subject.twoNodes', 'hono.twoNodes'),
        'two-nodes-vs-moleculer': ratio('subject.twoNodes', 'moleculer.twoNodes'),
        'two-nodes-vs-incumbent': ratio('subject.twoNodes', 'incumbent.twoNodes'),
        'context': ratio('hono.context', base)
    };

    const rows = [
        ...cases.map(({ name }) => [name.replace('.', ', '), rate(name).toFixed(0), ratio(name, base), loaded.get(name).p99 / 1_000]),
        ...[...latencies].map(([name, { rate: calls, p99 }]) => [name.replace('.alone', ', one at a time').replace('.', ', '), calls.toFixed(0), '', p99 / 1_000])
    ];

    const times = Object.entries(inside).map(([name, { plain, segments }]) => `${name} ${segments.toFixed(0)} ns (a plain awaited call: ${plain.toFixed(0)} ns)`);

    return {
        title: `Calls over HTTP, ${String(personCount)} instances among them; from segment to segment in one process: ${times.join(', ')}`,
        columns: ['contestant', 'calls/s', 'of Hono', 'p99, ms'], rows, figures
    };
}

function round(number)
{
    return Math.round(number * 1_000) / 1_000;
}
