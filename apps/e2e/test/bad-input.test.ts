import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { applicationFolder, buildApplication, createCluster } from './cluster.js';
import type { Cluster } from './cluster.js';
import { sendRaw } from './raw-http.js';

const paths = ['/%', '/rpc/%', '/rpc/%zz', '/../jitar.json', '/%2e%2e/jitar.json', '/rpc/%2e%2e/%2e%2e/etc/passwd', '/..%5c..%5cjitar.json', '/a%00b', '/rpc/front/whoami%00', '//', '/%c0%ae%c0%ae/', `/${'a'.repeat(10_000)}`];

let cluster: Cluster;

beforeAll(async () =>
{
    expect(buildApplication(applicationFolder)).toMatchObject({ code: 0 });

    cluster = createCluster(applicationFolder);

    await cluster.start('standalone');
    await cluster.start('gateway');
    await cluster.start('repository');
    await cluster.start('front');
    await cluster.start('back');
    await cluster.start('proxy');
});

afterAll(async () => { await cluster[Symbol.asyncDispose](); });

const addressed = ['standalone', 'gateway', 'repository', 'front', 'proxy'] as const;

describe.each(addressed)('%s', name =>
{
    const address = (): string => cluster.services.find(service => service.name === name)?.url ?? '';

    it.each(paths)('answers GET %s with an error', async path =>
    {
        expect(await sendRaw(address(), `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /u);
    });

    it.each([
        ['a request that is none', 'bogus\r\n\r\n'],
        ['two body lengths', 'POST /rpc/front/whoami HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
        ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(70_000)}\r\n\r\n`]
    ])('answers %s with an error', async (_title, bytes) =>
    {
        expect(await sendRaw(address(), bytes)).toMatch(/^HTTP\/1\.1 4\d\d |^$/u);
    });

    it('lives', async () =>
    {
        const response = await fetch(`${address()}/health/status`);

        expect(await response.text()).toBe('true');
    });
});

describe.each(['standalone', 'gateway', 'front', 'proxy'] as const)('the RPC API of %s', name =>
{
    const call = async (init: RequestInit, fqn = 'front/greet'): Promise<Response> => fetch(`${cluster.services.find(service => service.name === name)?.url ?? ''}/rpc/${fqn}`, init);
    const json = { 'content-type': 'application/json' };

    it.each<[string, RequestInit, number]>([
        ['no JSON', { method: 'POST', headers: json, body: '{' }, 400],
        ['no object', { method: 'POST', headers: json, body: '[1]' }, 400],
        ['no body', { method: 'POST', headers: json }, 400],
        ['neither body nor content type', { method: 'POST' }, 400],
        ['a form', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'name=Ada' }, 415],
        ['a text', { method: 'POST', body: '{"name":"Ada"}' }, 415],
        ['a large body', { method: 'POST', headers: json, body: JSON.stringify({ name: 'a'.repeat(300_000) }) }, 413],
        ['a deep body', { method: 'POST', headers: json, body: `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }, 400],
        ['a prototype', { method: 'POST', headers: json, body: '{"name":"Ada","__proto__":{"polluted":1}}' }, 400],
        ['an unknown encoding', { method: 'POST', headers: { ...json, 'x-jitar-data-encoding': 'pickle' }, body: '{"name":"Ada"}' }, 400],
        ['no number as timeout', { method: 'POST', headers: { ...json, 'x-jitar-timeout': 'soon' }, body: '{"name":"Ada"}' }, 400]
    ])('refuses %s', async (_title, init, status) =>
    {
        const response = await call(init);
        const text = await response.text();

        expect(response.status, text).toBe(status);
        expect(JSON.parse(text)).toMatchObject({ error: { code: expect.any(String) as string } });
        expect(text).not.toMatch(/\bat .*\(|node_modules|\.js:\d/u);
    });

    it('still answers', async () =>
    {
        const response = await call({ method: 'POST', headers: json, body: '{"name":"Ada"}' });

        expect(await response.text()).toBe('Hello, Ada.');
    });
});
