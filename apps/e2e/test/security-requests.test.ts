import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';

import { entries, startHostileApplication } from './hostile-application.js';
import type { HostileApplication } from './hostile-application.js';
import { exchangeRaw, sendRaw } from './raw-http.js';

let application: HostileApplication;

beforeAll(async () => { application = await startHostileApplication(); });
afterAll(async () => { await application[Symbol.asyncDispose](); });

const paths = ['/%', '/rpc/%', '/rpc/%zz', '/../jitar.json', '/%2e%2e/jitar.json', '/rpc/%2e%2e/%2e%2e/etc/passwd', '/..%5c..%5cjitar.json', '/a%00b', '/rpc/whoami%00', '//', '/%c0%ae%c0%ae/', `/${'a'.repeat(10_000)}`, '/front.front.js', '/jitar.manifest.json', '/.jitar/manifest.json', '/front.segment.js'];
const json = { 'content-type': 'application/json' };
const body = '{"value":"smuggled"}';
const second = 'GET /health/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** A call with such headers, with the body that it claims to have, and a second request behind it. */
const withHeaders = (headers: string, content = body): string => `POST /rpc/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${content}`;

describe.each([...entries, 'repository'] as const)('%s', name =>
{
    const url = (): string => application.urlOf(name);

    it.each(paths)('answers GET %s with an error', async path =>
    {
        expect(await sendRaw(url(), `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /u);
    });

    // What two servers might read differently must not be read at all: a second request could hide in it.
    it.each<[string, string]>([
        ['a request that is none', 'bogus\r\n\r\n'],
        ['a length beside chunks', withHeaders('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${second}`)],
        ['chunks beside a length', withHeaders('Transfer-Encoding: chunked\r\nContent-Length: 4', `0\r\n\r\n${second}`)],
        ['two lengths', withHeaders(`Content-Length: ${String(body.length)}\r\nContent-Length: 0`, body + second)],
        ['a list of lengths', withHeaders(`Content-Length: ${String(body.length)}, 0`, body + second)],
        ['a length that is none', withHeaders('Content-Length: +20', body + second)],
        ['a negative length', withHeaders('Content-Length: -1', body + second)],
        ['an unknown coding', withHeaders('Transfer-Encoding: xchunked', `0\r\n\r\n${second}`)],
        ['a coding behind chunks', withHeaders('Transfer-Encoding: chunked, identity', `0\r\n\r\n${second}`)],
        ['a coding in a folded line', withHeaders('X-Folded: a\r\n Transfer-Encoding: chunked', `0\r\n\r\n${second}`)],
        ['a name before a space', withHeaders('Transfer-Encoding : chunked', `0\r\n\r\n${second}`)],
        ['a chunk without a size', withHeaders('Transfer-Encoding: chunked', `\r\n${body}\r\n0\r\n\r\n${second}`)],
        ['a chunk with a wrong size', withHeaders('Transfer-Encoding: chunked', `1\r\n${body}\r\n0\r\n\r\n${second}`)],
        ['a chunk with an endless size', withHeaders('Transfer-Encoding: chunked', `fffffffffffffffff\r\n${body}\r\n0\r\n\r\n${second}`)],
        ['lines without carriage returns', `POST /rpc/echo HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 0\n\n${second}`],
        ['a carriage return in a header', withHeaders('X-A: b\rTransfer-Encoding: chunked', `0\r\n\r\n${second}`)],
        ['a NUL in a header', withHeaders('X-A: b\0c', second)],
        ['headers of more than 16 KB', `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(16_400)}\r\n\r\n`],
        ['many headers of more than 16 KB', `GET / HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 2_000 }, (_, number) => `X-${String(number)}: aaaaa\r\n`).join('')}\r\n`]
    ])('refuses %s, and whatever follows on the connection', async (_title, bytes) =>
    {
        const ran = application.journal().length;
        const answers = await exchangeRaw(url(), bytes);

        // Who answers before the body has come may find out then that it is malformed.
        expect(answers.match(/HTTP\/1\.1 \d/gu)?.slice(0, 2)).toSatisfy((statuses: string[] | undefined) => statuses?.every(status => status.endsWith('4')) === true);
        expect(answers).not.toMatch(/HTTP\/1\.1 2|true/u);
        expect(application.journal()).toHaveLength(ran);
    });

    it('lives', async () =>
    {
        expect(await (await fetch(`${url()}/health/status`)).text()).toBe('true');
    });
});

describe.each(entries)('the RPC API of %s', entry =>
{
    const bomb = (): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(`{"value":"${'0'.repeat(50_000_000)}"}`));
    const rpc = (init: RequestInit): Promise<{ status: number; text: string; code: string | null; headers: Headers }> => application.call(entry, '/rpc/echo', { method: 'POST', headers: json, ...init });

    it.each<[string, () => RequestInit, number]>([
        ['no JSON', () => ({ body: '{' }), 400],
        ['no object', () => ({ body: '[1]' }), 400],
        ['no body', () => ({}), 400],
        ['neither body nor content type', () => ({ headers: {} }), 400],
        ['a form', () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'value=1' }), 415],
        ['a form of parts', () => { const form = new FormData(); form.append('value', '1'); return { headers: {}, body: form }; }, 415],
        ['a text', () => ({ headers: { 'content-type': 'text/plain' }, body: '{"value":1}' }), 415],
        ['a form with JSON as its name', () => ({ headers: { 'content-type': 'text/plain;charset=application/json' }, body: '{"value":1}' }), 415],
        ['JSON in another charset', () => ({ headers: { 'content-type': 'application/json; charset=utf-7' }, body: '{"value":1}' }), 415],
        ['a body that is no UTF-8', () => ({ body: new Uint8Array([0x7b, 0xff, 0x7d]) }), 400],
        ['a large body', () => ({ body: JSON.stringify({ value: 'a'.repeat(300_000) }) }), 413],
        ['a large body of unknown length', () => ({ body: new Blob([JSON.stringify({ value: 'a'.repeat(300_000) })]).stream(), duplex: 'half' } as RequestInit), 413],
        ['a packed body', () => ({ headers: { ...json, 'content-encoding': 'gzip' }, body: new Uint8Array(gzipSync('{"value":1}')) }), 415],
        ['a bomb', () => ({ headers: { ...json, 'content-encoding': 'gzip' }, body: bomb() }), 415],
        ['a body that is packed otherwise', () => ({ headers: { ...json, 'content-encoding': 'br' }, body: 'x' }), 415],
        ['JSON of 20,000 levels', () => ({ body: `{"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }), 400],
        ['tagged JSON of 20,000 levels', () => ({ headers: { ...json, 'x-jitar-data-encoding': 'tagged' }, body: `{"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }), 400],
        ['a prototype', () => ({ body: '{"value":"Ada","__proto__":{"polluted":1}}' }), 400],
        ['an unknown encoding', () => ({ headers: { ...json, 'x-jitar-data-encoding': 'pickle' }, body: '{"value":1}' }), 400],
        ['no number as timeout', () => ({ headers: { ...json, 'x-jitar-timeout': 'soon' }, body: '{"value":1}' }), 400],
        ['an endless timeout', () => ({ headers: { ...json, 'x-jitar-timeout': '1e99' }, body: '{"value":1}' }), 400]
    ])('refuses %s, and runs nothing', async (_title, init, status) =>
    {
        const ran = application.journal().length;
        const { status: answered, text, code } = await rpc(init());

        expect(answered, text).toBe(status);
        expect(JSON.parse(text)).toMatchObject({ error: { code } });
        expect(text).not.toMatch(/\bat .*\(|node_modules|\.js\b/u);
        expect(text).not.toContain(application.folder);
        expect(application.journal()).toHaveLength(ran);
    });

    it('takes chunks with extensions for what they are', async () =>
    {
        const answer = await exchangeRaw(application.urlOf(entry), withHeaders('Connection: close\r\nTransfer-Encoding: chunked', `14;a="${second.slice(0, 3)}"\r\n${body}\r\n0\r\n\r\n`));

        expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*smuggled$/u);
    });

    it.each([
        ['HEAD', {}], ['OPTIONS', {}],
        ['OPTIONS', { origin: 'https://evil.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }]
    ])('runs nothing on %s %o', async (method, headers) =>
    {
        const ran = application.journal().length;
        const answer = await application.call(entry, '/rpc/echo?value=1', { method, headers });

        expect(answer.status).toBeLessThan(300);
        expect(answer.text).toBe('');
        expect([...answer.headers.keys()].filter(header => header.startsWith('access-control-'))).toEqual([]);
        expect(application.journal()).toHaveLength(ran);
    });

    it('lets no page of another origin read an answer', async () =>
    {
        const answer = await rpc({ headers: { ...json, origin: 'https://evil.example' }, body: '{"value":1}' });

        expect([...answer.headers.keys()].filter(header => header.startsWith('access-control-'))).toEqual([]);
    });

    it('still answers', async () =>
    {
        expect((await rpc({ body: '{"value":"alive"}' })).text).toBe('alive');
    });
});
