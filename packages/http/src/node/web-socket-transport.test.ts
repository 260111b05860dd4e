import { hasCode } from '@jitar/errors';
import type { Channel, ChannelClose } from '@jitar/protocol';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { sendRaw } from '../../test/raw.js';
import { isLoopback, toLinkUrl } from './address.js';
import { serve } from './serve.js';
import type { Serving } from './serve.js';
import { createWebSocketTransport } from './web-socket-transport.js';

let serving: Serving | undefined;

afterEach(async () =>
{
    await serving?.close();
    serving = undefined;
});

/** A server whose next accepted channel can be awaited. */
async function listen(maxMessageBytes = 1_000): Promise<{ url: string; accepted: Promise<Channel> }>
{
    let accept: (channel: Channel) => void = () => undefined;
    const accepted = new Promise<Channel>(resolve => accept = resolve);
    serving = await serve({ fetch: () => new Response('plain'), accept: channel => accept(channel) }, { url: 'http://127.0.0.1:0', maxMessageBytes });

    return { url: serving.url, accepted };
}

/** Opens a channel and collects what it reports. */
function record(channel: Channel, count: number): { messages: Promise<(string | Uint8Array)[]>; closed: Promise<ChannelClose> }
{
    let end: (close: ChannelClose) => void = () => undefined;
    const closed = new Promise<ChannelClose>(resolve => end = resolve);

    const messages = new Promise<(string | Uint8Array)[]>(resolve =>
    {
        const received: (string | Uint8Array)[] = [];

        channel.open({
            message: data => received.push(data) === count && resolve(received),
            close: close => end(close)
        });
    });

    return { messages, closed };
}

describe('a channel over WebSockets', () =>
{
    it('carries text and bytes both ways, in order, and keeps what comes before it is opened', async () =>
    {
        const { url, accepted } = await listen();
        const dialer = await createWebSocketTransport().connect(url);
        const listener = await accepted;

        dialer.send('one');
        dialer.send(new Uint8Array([2]));
        dialer.send('three');
        listener.send('back');

        const fromDialer = await record(listener, 3).messages;

        expect(fromDialer.map(data => typeof data === 'string' ? data : [...data])).toEqual(['one', [2], 'three']);
        expect(await record(dialer, 1).messages).toEqual(['back']);
    });

    it('knows that both ends are on this machine', async () =>
    {
        const { url, accepted } = await listen();
        const dialer = await createWebSocketTransport().connect(url);

        expect([dialer.loopback, dialer.remote]).toEqual([true, url]);
        expect((await accepted).loopback).toBe(true);
        expect((await accepted).remote).toMatch(/^127\.0\.0\.1:\d+$/);

        // A channel that is not open does not see that the other side closes.
        record(dialer, 1);
    });

    it('reports a close to both ends, once, and then sends nothing', async () =>
    {
        const { url, accepted } = await listen();
        const dialer = await createWebSocketTransport().connect(url);
        const here = record(dialer, 1);
        const there = record(await accepted, 1);

        dialer.close(1000, 'done');
        dialer.send('late');
        dialer.close();

        expect(await there.closed).toEqual({ code: 1000, reason: 'done' });
        expect(await here.closed).toEqual({ code: 1000, reason: 'done' });
    });

    it('ends when a message is larger than agreed', async () =>
    {
        const { url, accepted } = await listen(100);
        const dialer = await createWebSocketTransport().connect(url);
        const there = record(await accepted, 1);
        const here = record(dialer, 1);

        dialer.send('x'.repeat(101));

        expect((await here.closed).code).toBe(1009);
        expect((await there.closed).code).not.toBe(1000);
    });

    it('is cut when a message outgrows its limit, before the whole of it has come', async () =>
    {
        const { url, accepted } = await listen(10_000_000);
        const socket = new WebSocket(`${url.replace('http', 'ws')}/link`).on('error', () => undefined);

        await new Promise(resolve => socket.once('open', resolve));

        const listener = await accepted;
        const there = record(listener, 2);

        listener.limit?.(1_000);
        socket.send('small');
        // No fragment is the last one, so that the message never ends.
        Array.from({ length: 20 }, () => socket.send('x'.repeat(50_000), { fin: false }));

        expect(await there.closed).toMatchObject({ code: 1006 });
    });

    it('takes large messages once its limit is raised', async () =>
    {
        const { url, accepted } = await listen(10_000_000);
        const dialer = await createWebSocketTransport().connect(url);
        const listener = await accepted;
        const large = 'x'.repeat(1_000_000);

        listener.limit?.(1_000);

        const first = record(listener, 2);

        dialer.send('small');
        listener.limit?.(2_000_000);
        dialer.send(large);

        expect((await first.messages)[1]).toBe(large);
        record(dialer, 1);
    });

    it('ends when the other side breaks the protocol of WebSockets', async () =>
    {
        const { url, accepted } = await listen();
        const upgrade = 'GET /link HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

        const answer = sendRaw(url, `${upgrade}garbage`);
        const there = record(await accepted, 1);

        expect((await there.closed).code).not.toBe(1000);
        expect(await answer).toContain('101 Switching Protocols');
        expect(await (await fetch(url)).text()).toBe('plain');
    });
});

describe('connecting', () =>
{
    it('rejects when nobody listens', async () =>
    {
        const probe = createServer().listen(0, '127.0.0.1');
        await new Promise(resolve => probe.once('listening', resolve));
        const { port } = probe.address() as AddressInfo;
        await new Promise(resolve => probe.close(resolve));

        await expect(createWebSocketTransport().connect(`http://127.0.0.1:${port}`)).rejects.toSatisfy(error => hasCode(error, 'SERVICE_UNREACHABLE'));
    });

    it('rejects when the other side takes no links', async () =>
    {
        serving = await serve({ fetch: () => new Response() }, { url: 'http://127.0.0.1:0' });

        await expect(createWebSocketTransport().connect(serving.url)).rejects.toSatisfy(error => hasCode(error, 'SERVICE_UNREACHABLE'));
    });

    it('rejects when the other side is silent for too long', async () =>
    {
        const silent = createServer().listen(0, '127.0.0.1');
        await new Promise(resolve => silent.once('listening', resolve));
        const { port } = silent.address() as AddressInfo;

        await expect(createWebSocketTransport({ timeout: 50 }).connect(`http://127.0.0.1:${port}`)).rejects.toSatisfy(error => hasCode(error, 'SERVICE_UNREACHABLE'));

        silent.close();
    });

    it('rejects with the reason of the signal', async () =>
    {
        const silent = createServer().listen(0, '127.0.0.1');
        await new Promise(resolve => silent.once('listening', resolve));
        const { port } = silent.address() as AddressInfo;
        const controller = new AbortController();
        const connecting = createWebSocketTransport().connect(`http://127.0.0.1:${port}`, { signal: controller.signal });

        controller.abort(new Error('enough'));

        await expect(connecting).rejects.toThrow('enough');
        silent.close();
    });
});

describe('an upgrade', () =>
{
    it.each([
        ['with an origin is refused', '/link', { origin: 'https://evil.example' }, 403],
        ['at another path is refused', '/rpc', {}, 404]
    ])('%s', async (_, path, headers, status) =>
    {
        const { url } = await listen();
        const socket = new WebSocket(url.replace('http', 'ws') + path, { headers });

        const answered = await new Promise(resolve => socket.on('unexpected-response', (request, response) =>
        {
            resolve(response.statusCode);
            request.destroy();
        }).on('error', () => undefined));

        expect(answered).toBe(status);
    });
});

describe('addresses', () =>
{
    it('are on this machine, or not', () =>
    {
        expect(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
        expect(['10.0.0.1', '128.0.0.1', '::', '1.127.0.0.1', 'localhost', undefined].some(isLoopback)).toBe(false);
    });

    it('of members become those of their links', () =>
    {
        expect(toLinkUrl('http://a:1')).toBe('ws://a:1/link');
        expect(toLinkUrl('https://a/base/')).toBe('wss://a/base/link');
    });
});
