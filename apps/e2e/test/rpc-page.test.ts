import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { applicationFolder, buildApplication, createCluster, trustKey } from './cluster.js';
import type { Cluster } from './cluster.js';
import { readTables } from './page-tables.js';
import type { Table } from './page-tables.js';

interface Answer { readonly status: number; readonly headers: Headers; readonly text: string }

const tables = readTables('docs/rpc.md');

let cluster: Cluster;
let url: string;

beforeAll(async () =>
{
    expect(buildApplication(applicationFolder)).toMatchObject({ code: 0 });

    cluster = createCluster(applicationFolder);
    ({ url } = await cluster.start('standalone'));
});

afterAll(async () => { await cluster[Symbol.asyncDispose](); });

async function call(path: string, init: RequestInit = {}): Promise<Answer>
{
    const response = await fetch(`${url}/rpc/front/${path}`, init);

    return { status: response.status, headers: response.headers, text: await response.text() };
}

const post = (path: string, args: unknown, type = 'application/json'): Promise<Answer> => call(path, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(args) });
const withHeader = (path: string, name: string, value: string): Promise<Answer> => call(path, { headers: { [name]: value } });
const typeOf = ({ headers }: Answer): string | null => headers.get('x-jitar-content-type');

/** What plays each row of a table, by its first cell: a row that nothing plays is a claim that nobody holds. */
function play(heading: string, plays: Readonly<Record<string, () => Promise<void>>>): void
{
    const [table = []] = tables.get(heading) as readonly Table[];
    const claims = table.map(([first = '']) => first);

    it('has no row but those that are played', () => { expect(claims.sort()).toEqual(Object.keys(plays).sort()); });
    it.each(Object.entries(plays))('%s', async (_claim, run) => { await run(); });
}

describe('docs/rpc.md, request headers', () =>
{
    play('Calling', {
        '`X-Jitar-Procedure-Version`': async () =>
        {
            for (const [version, answer] of [['2', 'price 2'], ['2.1', 'price 2'], ['2.1.0', 'price 2'], ['1.9', 'price 1'], ['=2.0.0', 'price 2']] as const)
            {
                expect((await withHeader('price', 'x-jitar-procedure-version', version)).text, version).toBe(answer);
            }

            expect((await withHeader('price', 'x-jitar-procedure-version', '=2.1.0')).status).toBe(503);
            expect((await call('price')).status).toBe(404);
            expect((await call('whoami')).status).toBe(200);
        },
        '`X-Jitar-Trust-Key`': async () =>
        {
            expect((await call('secret')).status).toBe(401);
            expect((await withHeader('secret', 'x-jitar-trust-key', trustKey)).text).toBe('secret');
            expect((await withHeader('secret', 'x-jitar-trust-key', 'a guess')).status).toBe(401);
            expect((await withHeader('whoami', 'x-jitar-trust-key', 'a guess')).status).toBe(401);
        },
        '`X-Jitar-Timeout`': async () =>
        {
            expect((await withHeader('wait?milliseconds=60000', 'x-jitar-timeout', '50')).status).toBe(504);
            expect((await withHeader('wait?milliseconds=1', 'x-jitar-timeout', '10000')).text).toBe('waited');
        },
        '`X-Jitar-Data-Encoding`': async () =>
        {
            expect((await withHeader('plain?kind=map', 'x-jitar-data-encoding', 'tagged')).text).toBe('{"$tagged":1,"value":["$Map","a","$Date:1997-03-01T12:00:00.000Z"]}');
            expect((await withHeader('archive', 'x-jitar-data-encoding', 'tagged')).headers.get('content-type')).toBe('application/vnd.jitar.parts');
        }
    });

    it('takes arguments by name, from a query as text', async () =>
    {
        expect((await call('greet?name=Ada&greeting=Ciao')).text).toBe('Ciao, Ada.');
        expect((await post('greet', { name: 'Ada', mark: '!', '...others': ['Bob'] })).text).toBe('Hello, Ada and Bob!');
    });

    it('runs nothing for OPTIONS and HEAD', async () =>
    {
        expect((await call('wait?milliseconds=60000', { method: 'HEAD' })).status).toBe(200);
        expect((await call('wait', { method: 'OPTIONS' })).status).toBe(200);
        expect((await call('secret', { method: 'OPTIONS' })).status).toBe(401);
    });
});

describe('docs/rpc.md, answers', () =>
{
    play('Answers', {
        'an object': async () =>
        {
            const order = await call('order');

            expect(typeOf(order)).toBe('application/json');
            expect(JSON.parse(order.text)).toEqual({ id: 3, total: { cents: 999, currency: 'EUR' }, placed: '1997-03-01T12:00:00.000Z', note: '' });
            expect((await call('plain?kind=map')).text).toBe('{"a":"1997-03-01T12:00:00.000Z"}');
            expect((await call('plain?kind=set')).text).toBe('[1,2]');
        },
        'a text': async () =>
        {
            const answer = await call('plain?kind=text');

            expect([typeOf(answer), answer.text]).toEqual(['text/plain', 'plain']);
        },
        'a number, a boolean, `null`': async () =>
        {
            for (const [kind, text] of [['number', '1.5'], ['boolean', 'false'], ['null', 'null']] as const)
            {
                const answer = await call(`plain?kind=${kind}`);

                expect([typeOf(answer), answer.text]).toEqual([`application/${kind}`, text]);
            }
        },
        'nothing': async () =>
        {
            const answer = await call('plain?kind=undefined');

            expect([typeOf(answer), answer.text]).toEqual(['application/undefined', '']);
        },
        'bytes': async () =>
        {
            const answer = await call('bytes');

            expect([answer.headers.get('content-type'), typeOf(answer), answer.text]).toEqual(['application/octet-stream', null, '%PDF']);
        },
        'a Blob, a File': async () =>
        {
            const answer = await call('picture');

            expect([answer.headers.get('content-type'), typeOf(answer), answer.text]).toEqual(['image/svg+xml', null, '<svg/>']);
        }
    });
});

describe('docs/rpc.md, errors', () =>
{
    play('Errors', {
        '400': async () =>
        {
            expect((await post('greet', {})).status).toBe(400);
            expect((await post('greet', { name: 'Ada', nmae: 'x' })).status).toBe(400);
            expect((await post('greet', { name: 'Ada', '...others': 'Bob' })).status).toBe(400);
            expect((await withHeader('whoami', 'x-jitar-timeout', 'soon')).status).toBe(400);
            expect((await call('greet', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })).status).toBe(400);
        },
        '401': async () => { expect((await call('secret')).status).toBe(401); },
        '404': async () =>
        {
            expect((await call('nothing')).status).toBe(404);
            expect((await call('hidden')).status).toBe(404);
            expect((await withHeader('price', 'x-jitar-procedure-version', '0.9')).status).toBe(404);
        },
        '405, 413, 415': async () =>
        {
            expect((await call('whoami', { method: 'DELETE' })).status).toBe(405);
            expect((await post('greet', { name: 'a'.repeat(300_000) })).status).toBe(413);
            expect((await post('greet', { name: 'Ada' }, 'text/plain')).status).toBe(415);
        },
        '500': async () =>
        {
            const { status, text } = await call('through?kind=own');

            expect(status).toBe(500);
            expect(JSON.parse(text)).toEqual({ error: { code: 'INTERNAL_ERROR', message: 'Internal error', correlationId: expect.any(String) as string } });
        },
        '503': async () =>
        {
            const gateway = await cluster.start('gateway');
            const front = await cluster.start('front');

            await expect.poll(async () => (await fetch(`${gateway.url}/rpc/front/whoami`)).status).toBe(200);
            await cluster.stop(front, 'SIGKILL');
            await expect.poll(async () => (await fetch(`${gateway.url}/rpc/front/whoami`)).status).toBe(503);
        },
        '504': async () => { expect((await withHeader('wait?milliseconds=60000', 'x-jitar-timeout', '50')).status).toBe(504); }
    });

    it('has the form that the page shows', async () =>
    {
        const { headers, text } = await call('nothing');

        expect(Object.keys((JSON.parse(text) as { error: object }).error)).toEqual(['code', 'message', 'name', 'hint']);
        expect(headers.get('x-jitar-error-code')).toBe('PROCEDURE_NOT_FOUND');
    });
});

describe('docs/rpc.md, health', () =>
{
    it('is answered check by check, and as one', async () =>
    {
        expect(await (await fetch(`${url}/health`)).json()).toEqual({});
        expect(await (await fetch(`${url}/health/status`)).text()).toBe('true');
    });
});
