import { isJitarError } from '@jitar/errors';
import type { Serving } from '@jitar/http/node';
import { hosts } from '@jitar/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Order, classTable, drawing, followed, serveApplication } from '../test/application.js';
import { startClient } from './client.js';
import type { Client, ClientOptions } from './open-client.js';

let serving: Serving;
let calls: Awaited<ReturnType<typeof serveApplication>>['calls'];
let client: Client | undefined;

beforeEach(async () =>
{
    ({ serving, calls } = await serveApplication());
});

afterEach(async () =>
{
    client?.stop();
    client = undefined;
    await serving.close();
});

async function start(options: ClientOptions = {}): Promise<Client>
{
    const importModule = async (url: string): Promise<unknown> =>
    {
        const modules: Readonly<Record<string, unknown>> = { 'jitar.classes.js': classTable, 'drawing.segment.js': drawing };

        return { default: modules[url.replace(`${serving.url}/shop/`, '')] };
    };

    return client = await startClient({ url: `${serving.url}/shop`, importModule, ...options });
}

/** What the generated module of a built application does for a stub. */
function runStub(url: string, fqn: string, args: Readonly<Record<string, unknown>>): Promise<unknown>
{
    const host = hosts().findLast(({ root }) => root !== undefined && url.startsWith(root));

    return host?.run({ fqn, version: '0.0.0', args, self: undefined, segment: '' }) ?? Promise.reject(new Error('No host.'));
}

describe('a client', () =>
{
    it('runs what the stubs of the page call, with instances on both sides', async () =>
    {
        const { url } = await start();
        const order = await runStub(`${url}sales/double.remote.js`, 'sales/double', { order: new Order('chai', 2) });

        expect(url).toBe(`${serving.url}/shop/`);
        expect(order).toBeInstanceOf(Order);
        expect((order as Order).label).toBe('4 chai');
    });

    it('calls the first of several gateways that is there', async () =>
    {
        const [away, other] = [await serveApplication(), await serveApplication()];

        await away.serving.close();

        const started = await start({ gateways: [`${away.serving.url}/shop`, `${serving.url}/shop/`, `${other.serving.url}/shop`] });

        const ask = (): Promise<unknown> => started.call('sales/double', { order: new Order('chai', 2) });

        expect([await ask(), await ask()]).toEqual([new Order('chai', 4), new Order('chai', 4)]);
        expect([calls.length, other.calls.length]).toEqual([2, 0]);

        await other.serving.close();
    });

    it('calls by name', async () =>
    {
        expect(await (await start()).call('sales/double', { order: new Order('chai', 2) })).toEqual(new Order('chai', 4));
    });

    it('reads streams, with instances in them', async () =>
    {
        const orders: Order[] = [];

        for await (const order of await (await start()).call('sales/follow', { product: 'chai', ends: true }) as AsyncIterable<Order>)
        {
            orders.push(order);
        }

        expect(orders).toEqual([new Order('chai', 1), new Order('chai', 2), new Order('chai', 3)]);
        expect(orders[0]).toBeInstanceOf(Order);
    });

    it('stops a stream on the server that the page reads no more', async () =>
    {
        for await (const _order of await (await start()).call('sales/follow', { product: 'mate', ends: false }) as AsyncIterable<Order>)
        {
            break;
        }

        await expect.poll(() => followed).toContain('mate');
    });

    it('passes no streams, and says so', async () =>
    {
        const given = (async function* () { yield 1; })();

        await expect((await start()).call('sales/double', { order: given })).rejects.toMatchObject({ code: 'STREAM_NOT_CARRIED', status: 501 });
        await expect((await start()).call('sales/double', { order: AbortSignal.abort() })).rejects.toMatchObject({ code: 'STREAM_NOT_CARRIED' });
    });

    it('runs its own middleware on outgoing calls', async () =>
    {
        const started = await start({
            middleware: [async (request, next) =>
            {
                request.setHeader('x-language', 'nl');

                return next();
            }]
        });

        await started.call('sales/double', { order: new Order('chai', 2) });

        expect(calls[0]).toMatchObject({ fqn: 'sales/double', headers: { 'x-language': 'nl' } });
    });

    it('runs the segments of the page itself', async () =>
    {
        const { url } = await start({ segments: ['drawing'] });

        expect(await runStub(url, 'drawing/draw', { text: 'hi' })).toBe('*hi*');
        expect(calls).toEqual([]);
    });

    it('gets no more of an error than the server tells', async () =>
    {
        const started = await start();
        const error: unknown = await started.call('sales/fail').catch((reason: unknown) => reason);

        expect(isJitarError(error)).toBe(true);
        expect(error).toMatchObject({ message: 'Internal error', status: 500, code: 'INTERNAL_ERROR' });
    });

    it('leaves out classes that the page does not get', async () =>
    {
        const unserved = { ...classTable.classes[0]!, load: () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: http://a/b.js')) };
        const started = await start({ importModule: async () => ({ default: { format: 1, classes: [unserved] } }) });

        await expect(started.call('sales/double', { order: new Order('chai', 2) })).rejects.toMatchObject({ code: 'VALUE_NOT_SERIALIZABLE' });
    });

    it('leaves nothing behind when it cannot start, or is stopped', async () =>
    {
        const before = hosts().length;

        await expect(start({ importModule: () => Promise.reject(new Error('offline')) })).rejects.toThrow('offline');
        expect(hosts().length).toBe(before);

        (await start()).stop();
        expect(hosts().length).toBe(before);
    });

    it('works for programs that are no page', async () =>
    {
        const outsider = await startClient({ url: `${serving.url}/shop/` });

        await expect(outsider.call('sales/none')).rejects.toMatchObject({ code: 'PROCEDURE_NOT_FOUND', status: 404 });
        outsider.stop();
    });
});
