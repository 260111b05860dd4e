import { Conflict } from '@jitar/errors';
import type { Invocation, Outcome } from '@jitar/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestInvoker } from '../../test/invokers.js';
import { sendRaw } from '../../test/raw.js';
import { createServiceApp } from '../service-app.js';
import { createRpc } from '../rpc.js';
import type { Rpc } from '../rpc.js';
import { routesOf } from '../rpc-routes.js';
import { serve } from './serve.js';
import type { Serving } from './serve.js';

const values: Readonly<Record<string, unknown>> = {
    nothing: undefined, none: null, yes: true, number: 1.5, negativeZero: -0, infinite: Infinity, text: 'héllo\n', list: [1, 'zwei', { drei: 3 }],
    bytes: new Uint8Array([1, 2, 255]), date: new Date(0), map: new Map([['a', 1n]]), blob: new Blob(['abc'], { type: 'text/css' }), large: 'é'.repeat(100_000)
};

async function run({ value, fail }: Readonly<Record<string, unknown>>, { headers }: Invocation): Promise<unknown>
{
    switch (fail)
    {
        case undefined: return value === 'headers' ? Object.entries(headers).sort() : values[String(value)];
        case 'conflict': throw new Conflict('No');
        default: throw new TypeError('secret');
    }
}

const settings: Readonly<Record<string, Partial<Outcome>>> = {
    plain: {},
    status: { status: 201, headers: { 'x-tenant': 'é', 'content-type': 'text/x' } },
    bodiless: { status: 204 },
    redirect: { headers: { location: '/elsewhere' } },
    broken: { headers: { 'x-a': '\u0001' } },
    split: { headers: { 'x-a': 'a\r\nx-b: c' } }
};

const servings: Serving[] = [];
const hosts = new Map<string, { readonly direct: Host; readonly fetched: Host }>();

interface Host
{
    readonly url: string;
    /** How many answers did not pass fetch. */
    readonly direct: () => number;
}

beforeAll(async () =>
{
    for (const [name, outcome] of Object.entries(settings))
    {
        const rpc = createRpc(createTestInvoker(run, outcome), { trustKey: 'key', bodyLimit: 1_000, onError: () => undefined });

        hosts.set(name, { direct: await listen(rpc, true), fetched: await listen(rpc, false) });
    }
});

afterAll(() => Promise.all(servings.map(serving => serving.close())));

async function listen(rpc: Rpc, direct: boolean): Promise<Host>
{
    let count = 0;
    const app = createServiceApp();
    const counting: Rpc = (fqn, request) => { count++; return rpc(fqn, request); };

    app.route('/rpc', routesOf(rpc));

    const serving = await serve({ fetch: (request, environment) => app.fetch(request, environment), ...direct && { rpc: counting } }, { url: 'http://127.0.0.1:0' });

    servings.push(serving);

    return { url: serving.url, direct: () => count };
}

/** A request as it stands on the wire; its connection ends with the answer. */
function get(query: string, headers = ''): string
{
    return `GET /rpc/a/f${query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`;
}

function post(body: string, headers = 'Content-Type: application/json\r\n'): string
{
    return `POST /rpc/a/f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n${headers}\r\n${body}`;
}

function chunked(body: string): string
{
    return `POST /rpc/a/f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

/** What a caller takes from an answer: its status, its headers but for those of the moment, and its body. */
function read(answer: string): { status: string; headers: string[]; body: string }
{
    const end = answer.indexOf('\r\n\r\n');
    const [status = '', ...headers] = answer.slice(0, end).split('\r\n');
    const body = answer.slice(end + 4);
    const isChunked = headers.some(header => /^transfer-encoding: chunked$/i.test(header));

    return {
        status,
        headers: headers.map(header => header.replace(/^[^:]+/, name => name.toLowerCase()))
            .filter(header => !/^(?:date|connection|transfer-encoding|content-length|x-jitar-correlation-id):/.test(header)).sort(),
        body: (isChunked ? body.replace(/^0\r\n\r\n$/, '') : body).replace(/[\da-f-]{36}/, '<id>')
    };
}

const tagged = 'X-Jitar-Data-Encoding: tagged\r\n';
const json = 'Content-Type: application/json\r\n';

const ordinary: [string, string][] = [
    ...Object.keys(values).flatMap((value): [string, string][] => [[`${value} by GET`, get(`?value=${value}`)], [`${value} in the form of the codec`, get(`?value=${value}`, tagged)]]),
    ['a JSON object', post('{"value":"list"}')],
    ['a JSON object in chunks', chunked('{"value":"list"}')],
    ['text that is not ASCII', post('{"value":"té"}')],
    ['headers', get('?value=headers', 'X-Tenant: é\r\nCookie: a=b\r\nAuthorization: Bearer x\r\nAccept: */*\r\n')],
    ['headers that the connection names', `GET /rpc/a/f?value=headers HTTP/1.1\r\nHost: a\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-Tenant: t\r\n\r\n`],
    ['an error for callers', get('?fail=conflict')],
    ['an error in the form of the codec', get('?fail=conflict', tagged)],
    ['an error of another kind', get('?fail=other')],
    ['no body', post('', '')],
    ['an empty body', post('')],
    ['a body that is no JSON', post('{"value":')],
    ['a body that is no object', post('[1]')],
    ['a body that is no UTF-8', `POST /rpc/a/f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n${json}\r\n"\xff`],
    ['a body of another type', post('value=list', 'Content-Type: application/x-www-form-urlencoded\r\n')],
    ['a body beyond the limit', post(JSON.stringify({ value: 'x'.repeat(2_000) }))],
    ['chunks beyond the limit', chunked(JSON.stringify({ value: 'x'.repeat(2_000) }))],
    ['a trust key', get('?value=list', 'X-Jitar-Trust-Key: key\r\n')],
    ['a wrong trust key', get('?value=list', 'X-Jitar-Trust-Key: other\r\n')],
    ['a version that is none', get('', 'X-Jitar-Procedure-Version: x\r\n')],
    ['a timeout that is none', get('', 'X-Jitar-Timeout: x\r\n')],
    ['an unknown encoding', get('', 'X-Jitar-Data-Encoding: x\r\n')],
    ['an argument that only middleware sets', post('{"*value":1}')],
    ['an argument that is there twice', get('?value=1&value=2')]
];

const leftToFetch: [string, string][] = [
    ['an escape in the path', get('').replace('/a/f', '/a/%66')],
    ['a control character in the path', get('').replace('/a/f', '/a/%0a')],
    ['a path that leads elsewhere', get('').replace('/a/f', '/../health')],
    ['a path without a name', get('').replace('/a/f', '/')],
    ['a whole URL', get('').replace(' /rpc', ' http://a/rpc')],
    ['a host that is none', get('').replace('Host: a', 'Host: a/b')],
    ['two content types', post('{}', `${json}${json}`)],
    ['HEAD', get('').replace('GET', 'HEAD')],
    ['OPTIONS', get('').replace('GET', 'OPTIONS')],
    ['a preflight', get('', 'Access-Control-Request-Method: POST\r\n').replace('GET', 'OPTIONS')],
    ['PUT', get('').replace('GET', 'PUT')]
];

async function ask(host: Host, text: string): Promise<{ answer: ReturnType<typeof read>; direct: number }>
{
    const before = host.direct();
    const answer = read(await sendRaw(host.url, text));

    return { answer, direct: host.direct() - before };
}

describe('a call that does not pass fetch', () =>
{
    it.each(ordinary)('is answered as fetch would: %s', async (_, text) =>
    {
        const { direct, fetched } = hosts.get('plain')!;
        const [own, theirs] = [await ask(direct, text), await ask(fetched, text)];

        expect(own.direct).toBe(1);
        expect(own.answer).toEqual(theirs.answer);
        expect(own.answer.status).toMatch(/^HTTP\/1\.1 \d{3} /);
    });

    it.each(Object.keys(settings))('is answered with what middleware set, as fetch would: %s', async name =>
    {
        const { direct, fetched } = hosts.get(name)!;

        for (const text of [get('?value=list'), get('?value=nothing'), get('?value=list', tagged)])
        {
            expect((await ask(direct, text)).answer).toEqual((await ask(fetched, text)).answer);
        }
    });

    it.each(leftToFetch)('is an ordinary one: fetch answers %s', async (_, text) =>
    {
        const { direct, fetched } = hosts.get('plain')!;
        const [own, theirs] = [await ask(direct, text), await ask(fetched, text)];

        expect(own.direct).toBe(0);
        expect(own.answer).toEqual(theirs.answer);
    });
});
