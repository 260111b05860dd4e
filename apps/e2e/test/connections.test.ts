import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { createConnections } from './connections.js';
import { createFaultApplication } from './fault-application.js';
import { isSuccess, startLoad } from './load.js';
import type { MadeCall } from './load.js';
import { percentile } from './process-measures.js';

/** How many connections are idle between calls, and how many calls each makes; 1,250 and 80 take six minutes. */
const idle = { connections: Number(process.env['IDLE_CONNECTIONS'] ?? '300'), calls: Number(process.env['IDLE_CALLS'] ?? '4') };

/** Milliseconds between two calls on a connection. */
const gap = { least: 3_900, most: 5_100 };

it('connections that are idle for some seconds between calls are never reset', async ({ annotate }) =>
{
    await using application = await createFaultApplication(1);
    const { cluster, gateways: [gateway = ''] } = application;

    await cluster.start('gateway-1');
    await cluster.start('work');

    const { url: proxy } = await cluster.start('proxy');
    const failures: string[] = [];
    let made = 0;

    await Promise.all(Array.from({ length: idle.connections }, async (_, index) =>
    {
        using connection = createConnections(index % 2 === 0 ? gateway : proxy);

        await wait(Math.random() * gap.most);

        for (let call = 0; call < idle.calls; call++)
        {
            const text = `${String(index)}-${String(call)}`;
            const outcome = await connection.get(`/rpc/work/echo?text=${text}&milliseconds=0`).then(({ status, body }) => `${String(status)} ${body}`, String);

            made++;
            failures.push(...outcome === `200 ${text}` ? [] : [outcome]);
            await wait(gap.least + Math.random() * (gap.most - gap.least));
        }

        failures.push(...connection.opened === 1 ? [] : [`${String(connection.opened)} connections`]);
    }));

    await annotate(`${String(made)} calls over ${String(idle.connections)} connections, ${String(failures.length)} failed`);
    expect(failures).toEqual([]);
}, 600_000);

/** How many connections send slowly, half of them their headers, half a body. */
const slowCount = 1_000;

/** Milliseconds after which each must be closed. */
const patience = 15_000;

const beginnings = [
    'POST /rpc/work/echo HTTP/1.1\r\nHost: a\r\nX-Slow: ',
    'POST /rpc/work/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"text":"'
];

/** Sends a byte a second, until the other side ends the connection. @returns How many milliseconds it took. */
async function sendSlowly(url: string, beginning: string): Promise<number>
{
    const { hostname, port } = new URL(url);
    const socket: Socket = connect(Number(port), hostname);
    const closed = once(socket.on('error', () => undefined), 'close');

    await once(socket, 'connect');

    const begin = performance.now();

    socket.resume().write(beginning);

    const timer = setInterval(() => socket.write('a'), 1_000);

    await closed;
    clearInterval(timer);

    return performance.now() - begin;
}

it('callers that send slowly are cut, and the others do not notice them', async ({ annotate }) =>
{
    await using application = await createFaultApplication(1);
    const { cluster, gateways: [gateway = ''] } = application;

    await cluster.start('gateway-1');
    await cluster.start('work');

    using connections = createConnections(gateway);

    const run = async (until: Promise<unknown>): Promise<readonly MadeCall[]> =>
    {
        const load = startLoad({ url: '/rpc/work/echo?text={id}&milliseconds=20', rate: 50, atATime: 64, ask: connections.get });

        await until;
        await load.end();

        return load.calls;
    };

    const p99Of = (calls: readonly MadeCall[]): number => percentile(calls.map(({ started, ended = Infinity }) => ended - started), 0.99);

    // Code is compiled.
    await run(wait(1_000));

    const before = await run(wait(8_000));
    // They come over two seconds, for the process of the test has to be quick as well.
    const slow = Promise.all(Array.from({ length: slowCount }, async (_, index) =>
    {
        await wait(index * 2);

        return sendSlowly(gateway, beginnings[index % 2] ?? '');
    }));
    const during = await run(slow);
    const after = await run(wait(8_000));
    const times = await slow;
    const quiet = Math.max(p99Of(before), p99Of(after));

    await annotate(`p99 of the others ${p99Of(during).toFixed(0)} ms, and ${quiet.toFixed(0)} ms without; slow ones closed after ${percentile(times, 0.5).toFixed(0)} ms (median), ${Math.max(...times).toFixed(0)} ms at most`);

    expect([...before, ...during, ...after].filter(call => !isSuccess(call))).toEqual([]);
    expect(p99Of(during)).toBeLessThanOrEqual(2 * quiet);
    expect(Math.max(...times)).toBeLessThanOrEqual(patience);
});
