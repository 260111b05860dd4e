import { createHttpInvoker } from '@jitar/http';
import { serve } from '@jitar/http/node';
import { createMemoryChannels } from '@jitar/link';
import { RemoteFailure } from '@jitar/protocol';
import type { EncodedPayload, Invocation, ProcedureEntry } from '@jitar/protocol';
import { context, createRuntime } from '@jitar/runtime';
import { describe, expect, it } from 'vitest';

import { callGateway, joinNode } from '../test/nodes.js';
import { createGateway } from './index.js';
import type { Gateway, GatewayEvent, GatewayOptions } from './index.js';

const application = new URL('../test/fixtures/application', import.meta.url).pathname;
const call = '/rpc/sales/listMonths';

async function createStarted(options: GatewayOptions = {}): Promise<{ gateway: Gateway; events: GatewayEvent[] }>
{
    const events: GatewayEvent[] = [];
    const gateway = createGateway({ id: 'gateway-1', onEvent: event => events.push(event), ...options });

    await gateway.start({ url: 'http://localhost' });

    return { gateway, events };
}

function kinds(events: readonly GatewayEvent[]): string[]
{
    return events.map(({ kind }) => kind);
}

describe('a gateway', () =>
{
    it('runs calls from outside at the nodes that registered, in turn', async () =>
    {
        const { gateway, events } = await createStarted();

        expect(await callGateway(gateway, call)).toMatchObject({ status: 404, code: 'PROCEDURE_NOT_FOUND' });

        await joinNode(gateway, { id: 'node-1' });
        await joinNode(gateway, { id: 'node-2' });

        expect((await callGateway(gateway, call)).text).toBe('node-1');
        expect((await callGateway(gateway, call, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).text).toBe('node-2');
        expect(kinds(events)).toEqual(['untrusted', 'node-registered', 'node-registered']);
        expect(gateway.members().map(({ id }) => id)).toEqual(['node-1', 'node-2']);

        await gateway.stop();

        // That its own end closes the links is no news.
        expect(gateway.members()).toEqual([]);
        expect(kinds(events)).toEqual(['untrusted', 'node-registered', 'node-registered']);
    });

    it.each([
        ['application/json', 0],
        ['application/json', 1],
        ['text/event-stream', 0],
        ['text/event-stream', 1]
    ])('lets the producer of a stream know that its caller, who reads %s, leaves after %i items', async (accept, given) =>
    {
        const { gateway } = await createStarted();
        const serving = await serve(gateway, { url: 'http://127.0.0.1:0' });
        const caller = new AbortController();
        const produced: AbortSignal[] = [];

        async function* produce(): AsyncGenerator<number>
        {
            for (let count = 0; ; count++)
            {
                if (count === given)
                {
                    produced.push(context()?.signal as AbortSignal);
                    await new Promise(() => undefined);
                }

                yield count;
            }
        }

        const procedure: ProcedureEntry = { fqn: 'sales/listMonths', version: '0.0.0', access: 'public', parameters: [], stream: true, implementation: produce };

        await joinNode(gateway, { invoker: createRuntime({ segments: [{ format: 1, name: 'sales', classes: [], calls: [], procedures: [procedure] }] }) });

        const reading = fetch(`${serving.url}${call}`, { headers: { accept }, signal: caller.signal }).then(response => response.text());

        reading.catch(() => undefined);
        await expect.poll(() => produced.length).toBe(1);
        caller.abort();
        await expect(reading).rejects.toThrow('aborted');
        await expect.poll(() => produced[0]?.aborted).toBe(true);

        await serving.close();
    });

    it('passes on who calls, and the text of arguments and result as it is', async () =>
    {
        const { gateway } = await createStarted({ trustKey: 'secret' });
        const received: Invocation[] = [];
        const invoker = { invoke: async (invocation: Invocation) => { received.push(invocation); return { result: { form: 'tagged', text: '{ "spaced" :1 }' } as const, headers: { 'x-a': 'b' } }; } };

        await joinNode(gateway, { trustKey: 'secret', access: 'protected', invoker });

        const body = '{ "b":1, "a" : 2 }';
        const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };

        expect(await callGateway(gateway, call, init)).toMatchObject({ status: 401, code: 'TRUST_REQUIRED' });

        const { status, headers } = await callGateway(gateway, call, { ...init, headers: { ...init.headers, 'x-jitar-trust-key': 'secret' } });

        expect(status).toBe(200);
        expect(headers.get('x-a')).toBe('b');
        expect(received[0]).toMatchObject({ caller: { kind: 'outside', trusted: true }, args: { form: 'json', text: body } });
        expect(received[0]?.deadline).toBeTypeOf('number');
        expect(JSON.stringify(received[0]?.headers)).not.toContain('secret');

        await gateway.stop();
    });

    it('lets nodes call each other through it, as the members that they are', async () =>
    {
        const { gateway } = await createStarted();
        const callers: unknown[] = [];

        await joinNode(gateway, { id: 'sales', access: 'protected', invoker: { invoke: async ({ caller }) => { callers.push(caller); return { result: { form: 'tagged', text: '1' }, headers: {} }; } } });

        const reporting = await joinNode(gateway, { id: 'reporting', fqn: 'reporting/getMonthReport' });
        const invocation: Invocation = { fqn: 'sales/listMonths', version: '0.0.0', match: 'exact', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'member', id: 'reporting', segment: 'reporting' } };

        expect((await reporting.invoke(invocation)).result).toEqual({ form: 'tagged', text: '1' });
        expect(callers).toEqual([{ kind: 'member', id: 'reporting', segment: 'reporting' }]);
        await expect(reporting.invoke({ ...invocation, version: '9.0.0' })).rejects.toMatchObject({ envelope: { code: 'NO_NODE_FOR_PROCEDURE', status: 503 } });

        await gateway.stop();
    });

    it('passes on the bytes beside a text as they are, from outside and between nodes', async () =>
    {
        const { gateway } = await createStarted({ bodyLimit: 2_000_000 });
        const echo = { invoke: async ({ args }: Invocation) => ({ result: args, headers: {} }) };
        const fail = { invoke: ({ args }: Invocation) => Promise.reject(new RemoteFailure({ name: 'Conflict', message: 'x', status: 409, retryable: false, unstarted: false, payload: args as EncodedPayload })) };
        const parts = [new Uint8Array(1_000_000).fill(1), new Uint8Array(2_000).fill(2)];
        const args: EncodedPayload = { form: 'tagged', text: '{"$tagged":1, "value":{"a":"$Uint8Array:#0", "b":"$Buffer:#1"}}', parts };
        const invocation: Invocation = { fqn: 'sales/listMonths', version: '0.0.0', match: 'exact', args, headers: {}, caller: { kind: 'member', id: 'reporting' } };
        const outside = createHttpInvoker({ url: 'http://localhost', fetch: async (url, init) => gateway.fetch(new Request(url, init)) });
        const digest = (payload: unknown): unknown => ({ ...payload as EncodedPayload, parts: (payload as EncodedPayload).parts?.map(part => Buffer.from(part).toString('base64')) });

        await joinNode(gateway, { id: 'sales', invoker: echo });
        await joinNode(gateway, { id: 'failing', fqn: 'sales/fail', invoker: fail });

        const reporting = await joinNode(gateway, { id: 'reporting', fqn: 'reporting/getMonthReport' });

        for (const caller of [reporting, outside])
        {
            expect(digest((await caller.invoke(invocation)).result)).toEqual(digest(args));

            const failure = await caller.invoke({ ...invocation, fqn: 'sales/fail' }).catch((error: unknown) => error) as RemoteFailure;

            expect(digest(failure.envelope.payload)).toEqual(digest(args));
        }

        await gateway.stop();
    });

    it('drops a node the moment its link closes, and takes it back', async () =>
    {
        const { gateway, events } = await createStarted();
        const channels = createMemoryChannels();

        await joinNode(gateway, { channels });
        channels[0].close(1006, 'cut');
        await expect.poll(() => gateway.members()).toEqual([]);
        expect(await callGateway(gateway, call)).toMatchObject({ status: 503, code: 'NO_NODE_FOR_PROCEDURE' });

        await joinNode(gateway);
        expect((await callGateway(gateway, call)).status).toBe(200);
        expect(kinds(events)).toEqual(['untrusted', 'node-registered', 'node-lost', 'node-registered']);

        await gateway.stop();
    });

    it('is not confused by the end of an older link of a node that came back', async () =>
    {
        const { gateway } = await createStarted();
        const old = await joinNode(gateway);

        await joinNode(gateway);
        old.close();
        await old.closed;
        await expect(old.ask('leave', null)).rejects.toThrow();

        expect((await callGateway(gateway, call)).status).toBe(200);

        await gateway.stop();
    });

    it('gives no new call to a node that leaves, and waits for the answers of the running ones', async () =>
    {
        const { gateway, events } = await createStarted();
        let finish: (text: string) => void = () => undefined;
        const node = await joinNode(gateway, { invoker: { invoke: () => new Promise(resolve => { finish = text => resolve({ result: { form: 'tagged', text }, headers: {} }); }) } });
        const running = callGateway(gateway, call);

        await expect.poll(() => node.serving).toBe(1);
        expect(await node.ask('leave', null)).toBe(null);
        expect(await callGateway(gateway, call)).toMatchObject({ status: 503, code: 'NO_NODE_FOR_PROCEDURE' });

        finish('"done"');
        expect((await running).text).toBe('done');
        node.close();
        await node.closed;
        expect(kinds(events)).toEqual(['untrusted', 'node-registered', 'node-left']);

        await gateway.stop();
    });

    it('that stops lets running calls call on, takes no others, and is through when they are', async () =>
    {
        const { gateway, events } = await createStarted();
        const invocation: Invocation = { fqn: 'sales/listMonths', version: '0.0.0', match: 'exact', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'member', id: 'reporting' } };
        let goOn: () => void = () => undefined;

        await joinNode(gateway, { id: 'sales' });

        const reporting = await joinNode(gateway, {
            id: 'reporting', fqn: 'reporting/getMonthReport',
            invoker: { invoke: async () => { await new Promise<void>(resolve => { goOn = resolve; }); return reporting.invoke(invocation); } }
        });

        const running = callGateway(gateway, '/rpc/reporting/getMonthReport');

        await expect.poll(() => reporting.serving).toBe(1);

        const stopped = gateway.stop();

        expect(await callGateway(gateway, call)).toMatchObject({ status: 503, code: 'SERVICE_STOPPING' });
        goOn();
        expect(await running).toMatchObject({ status: 200, text: 'sales' });
        await stopped;
        expect(kinds(events)).not.toContain('drain-expired');
    });

    it('tells nodes of the peers that they can reach and call, and of what becomes of them, but not of its own end', async () =>
    {
        const { gateway } = await createStarted();
        const told: unknown[] = [];
        const procedures = [{ fqn: 'sales/listMonths', version: '0.0.0', access: 'public' }];

        await joinNode(gateway, { id: 'reporting', fqn: 'reporting/getMonthReport', url: 'http://reporting', calls: 'sales/listMonths', onPeers: change => told.push(change) });
        await joinNode(gateway, { id: 'unreachable' });

        const sales = await joinNode(gateway, { id: 'sales', url: 'http://sales' });

        await expect.poll(() => told).toEqual([
            { full: true, peers: [], gone: [] },
            { full: false, peers: [{ id: 'sales', url: 'http://sales', healthy: true, procedures }], gone: [] }
        ]);

        await sales.ask('report', { healthy: false });
        await expect.poll(() => told[2]).toEqual({ full: false, peers: [{ id: 'sales', url: 'http://sales', healthy: false, procedures }], gone: [] });

        sales.close();
        await expect.poll(() => told[3]).toEqual({ full: false, peers: [], gone: ['sales'] });

        await joinNode(gateway, { id: 'sales', url: 'http://sales' });
        await expect.poll(() => told.length).toBe(5);
        await gateway.stop();
        expect(told.length).toBe(5);
    });

    it('skips a node that reports itself unhealthy, while another is well', async () =>
    {
        const { gateway } = await createStarted();
        const first = await joinNode(gateway, { id: 'node-1' });

        await joinNode(gateway, { id: 'node-2' });
        await first.ask('report', { healthy: false });

        expect([(await callGateway(gateway, call)).text, (await callGateway(gateway, call)).text]).toEqual(['node-2', 'node-2']);

        await gateway.stop();
    });

    it('runs a call elsewhere that a node refused unstarted', async () =>
    {
        const { gateway } = await createStarted();
        const { createAdmission } = await import('@jitar/routing');
        const stopping = createAdmission();

        stopping.close();
        await joinNode(gateway, { id: 'node-1', invoker: stopping });
        await joinNode(gateway, { id: 'node-2' });

        expect([(await callGateway(gateway, call)).text, (await callGateway(gateway, call)).text]).toEqual(['node-2', 'node-2']);

        await gateway.stop();
    });

    it('refuses members without the key, and such that are no nodes', async () =>
    {
        const { gateway, events } = await createStarted({ trustKey: 'secret' });

        await expect(joinNode(gateway, { trustKey: 'guess' })).rejects.toMatchObject({ code: 'LINK_REFUSED' });
        await expect(joinNode(gateway)).rejects.toMatchObject({ code: 'LINK_REFUSED' });
        await expect(joinNode(gateway, { trustKey: 'secret', kind: 'proxy' })).rejects.toMatchObject({ envelope: { code: 'INVALID_REQUEST' } });

        expect(gateway.members()).toEqual([]);
        expect(kinds(events)).toEqual(['link-refused', 'link-refused']);

        await gateway.stop();
    });

    it('takes reports and leaves of registered nodes only', async () =>
    {
        const { gateway } = await createStarted();
        const link = await joinNode(gateway, { register: false });

        await expect(link.ask('report', { healthy: true })).rejects.toMatchObject({ envelope: { code: 'INVALID_REQUEST' } });
        await expect(link.ask('leave', null)).rejects.toMatchObject({ envelope: { code: 'INVALID_REQUEST' } });

        await gateway.stop();
    });

    it('answers a dry run without a node running anything', async () =>
    {
        const { gateway } = await createStarted();

        await joinNode(gateway, { invoker: { invoke: () => Promise.reject(new Error('it ran')) } });

        expect((await callGateway(gateway, call, { method: 'OPTIONS' })).status).toBe(200);
        expect((await callGateway(gateway, '/rpc/unknown', { method: 'OPTIONS' })).status).toBe(404);

        await gateway.stop();
    });

    it('hides what failed inside, and tells the log', async () =>
    {
        const hidden: unknown[] = [];
        const { gateway } = await createStarted({ onError: error => hidden.push((error as Error).message) });

        await joinNode(gateway, { invoker: { invoke: () => Promise.reject(new Error('password is 1234')) } });

        const { status, text } = await callGateway(gateway, call);

        expect(status).toBe(500);
        expect(text).not.toContain('1234');
        expect(hidden).toEqual(['password is 1234']);

        await gateway.stop();
    });
});

describe('a gateway with modules of the application', () =>
{
    it('sets up before it lets calls in, runs middleware and checks, and tears down', async () =>
    {
        const hooks = { setUp: ['start'], tearDown: ['./end'], middleware: ['greet.js'], healthChecks: ['alive'] };
        const gateway = createGateway({ folder: application, hooks });

        await joinNode(gateway);
        expect(await callGateway(gateway, call)).toMatchObject({ status: 503, code: 'SERVICE_STARTING' });
        expect((await callGateway(gateway, '/health/status')).text).toBe('false');

        await gateway.start({ url: 'http://localhost' });

        const { headers, text } = await callGateway(gateway, call);

        expect([text, headers.get('x-greeting')]).toEqual(['node-1', 'hello']);
        expect(JSON.parse((await callGateway(gateway, '/health')).text)).toEqual({ alive: true, nodes: true });

        await gateway.stop();
        expect(await callGateway(gateway, call)).toMatchObject({ status: 503, code: 'SERVICE_STOPPING' });
        expect((await callGateway(gateway, '/health/status')).text).toBe('false');

        const { log } = await import(`${application}/log.js`) as { log: string[] };

        expect(log).toEqual(['set up', 'called sales/listMonths', 'torn down']);
    });

    it('does not start without them', async () =>
    {
        await expect(createGateway({ folder: application, hooks: { middleware: ['missing'] } }).start({ url: 'http://localhost' })).rejects.toMatchObject({ code: 'INVALID_MODULE' });
        await expect(createGateway({ folder: '/nowhere', hooks: { middleware: ['greet'] } }).start({ url: 'http://localhost' })).rejects.toMatchObject({ code: 'BUILD_NOT_FOUND' });
    });
});
