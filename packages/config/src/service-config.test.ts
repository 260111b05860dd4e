import { describe, expect, it } from 'vitest';

import { createFolder, failureOf } from '../test/folders.js';
import { readServiceConfig } from './index.js';
import type { Environment, ServiceConfig } from './index.js';

const url = 'http://localhost:3000';
const settings = { file: 'service.json', url, setUp: [], tearDown: [], healthChecks: [], middleware: [], exposeErrors: false };

async function read(content: unknown, env: Environment = {}): Promise<ServiceConfig>
{
    return readServiceConfig('service.json', { folder: await createFolder({ 'service.json': content }), env });
}

async function problemsOf(content: unknown, env: Environment = {}): Promise<string[]>
{
    const failure = await failureOf(read(content, env));

    expect(failure.code).toBe('INVALID_CONFIGURATION');

    return failure.message.split('\n').slice(1).map(line => line.replace(/^ {2}- service\.json:\d+:\d+ /, ''));
}

describe('readServiceConfig', () =>
{
    it('reads a standalone', async () =>
    {
        expect(await read({ url: `${url}/`, standalone: { segments: ['default'], assets: ['*.html'], indexFilename: 'main.html', trustKey: '${KEY}' } }, { KEY: 's3cret' })).toEqual({
            kind: 'standalone', ...settings, segments: ['default'], assets: ['*.html'], index: 'main.html', serveIndexOnNotFound: false, trustKey: 's3cret', overload: {}
        });
    });

    it.each(['node', 'worker'])('reads a %s', async key =>
    {
        expect(await read({ url, [key]: { segments: ['a', 'social.bff'], gateway: 'http://gateway:1/', repository: 'https://repository/base/', reportInterval: 500 } })).toEqual({
            kind: 'node', ...settings, segments: ['a', 'social.bff'], gateways: ['http://gateway:1'], repository: 'https://repository/base', reportInterval: 500, overload: {}, retry: {}, ejection: {}
        });
    });

    it('reads a node with several gateways, or none', async () =>
    {
        expect(await read({ url, node: { segments: ['a'], gateway: ['http://a:1', 'http://b:1'] } })).toMatchObject({ gateways: ['http://a:1', 'http://b:1'] });
        expect(await read({ url, node: { segments: ['a'] } })).toMatchObject({ gateways: [] });
    });

    it('reads a gateway', async () =>
    {
        expect(await read({ url, gateway: {} })).toEqual({ kind: 'gateway', ...settings, balancing: 'least-outstanding', retry: {}, ejection: {}, remoteWorker: {} });
        expect(await read({ url, gateway: { monitorInterval: 1000, balancing: 'round-robin', remoteWorker: { stoppedThreshold: 9 } } }))
            .toEqual({ kind: 'gateway', ...settings, monitorInterval: 1000, balancing: 'round-robin', retry: {}, ejection: {}, remoteWorker: { stoppedThreshold: 9 } });
    });

    it('reads what a service does when others fail, or it has too much to do', async () =>
    {
        const overload = { inFlight: 10, queue: 0 };
        const retry = { share: 0.1, perSecond: 2.5, pause: [0, 10] };
        const ejection = { failures: 2, first: 10, longest: 100 };

        expect(await read({ url, drain: 10, node: { segments: ['a'], overload, retry, ejection } })).toMatchObject({ drain: 10, overload, retry, ejection });
        expect(await read({ url, gateway: { outstanding: 5, retry, ejection } })).toMatchObject({ outstanding: 5, retry, ejection });
        expect(await read({ url, standalone: { segments: ['a'], overload } })).toMatchObject({ overload });
    });

    it('reads a repository', async () =>
    {
        expect(await read({ url, repository: { assets: ['**/*.css'], index: 'i.html', serveIndexOnNotFound: true, assetRoot: 'public', segments: ['a'] } })).toEqual({
            kind: 'repository', ...settings, assets: ['**/*.css'], index: 'i.html', serveIndexOnNotFound: true, assetRoot: 'public', segments: ['a']
        });
    });

    it.each([['gateway', 'gateway'], ['node', 'node'], ['worker', 'node']])('reads a proxy of a %s', async (key, kind) =>
    {
        expect(await read({ url, proxy: { repository: 'http://r:1', [key]: 'http://g:1' } })).toEqual({
            kind: 'proxy', ...settings, repository: 'http://r:1', runner: { kind, urls: ['http://g:1'] }
        });
    });

    it('reads a proxy of several gateways', async () =>
    {
        expect(await read({ url, proxy: { repository: 'http://r:1', gateway: ['http://g:1/', 'http://g:2'] } })).toMatchObject({ runner: { kind: 'gateway', urls: ['http://g:1', 'http://g:2'] } });
    });

    it('reads what all kinds have, one text or a list alike', async () =>
    {
        expect(await read({
            url: 'https://example.com', setUp: './start', tearDown: ['./stop'], healthChecks: ['./health'], middlewares: ['./a', './b'],
            cors: { origin: '*' }, timeout: 0, exposeErrors: true, tls: { cert: 'c.pem', key: 'k.pem' }, gateway: {}
        })).toMatchObject({
            setUp: ['./start'], tearDown: ['./stop'], healthChecks: ['./health'], middleware: ['./a', './b'],
            cors: { origin: ['*'], headers: [] }, timeout: 0, exposeErrors: true, tls: { cert: 'c.pem', key: 'k.pem' }
        });
    });

    it('refuses a file that does not exist', async () =>
    {
        const failure = await failureOf(readServiceConfig('nowhere.json', { folder: await createFolder({}), env: {} }));

        expect(failure.code).toBe('FILE_NOT_FOUND');
        expect(failure.message).toContain('"nowhere.json"');
    });

    it('lists every problem with its path', async () =>
    {
        expect(await problemsOf({ url: 'localhost', setup: './x', healthChecks: [1], node: { segmets: ['a'], gateway: ['ftp://a', 'http://u:p@b'], reportInterval: 1.5 }, cors: {} })).toEqual([
            'url: must be a URL, for example http://localhost:3000',
            'healthChecks[0]: must be a text',
            'cors.origin: is missing',
            'node.segments: is missing',
            'node.gateway[0]: must be a URL that starts with http:// or https://',
            'node.gateway[1]: must be a URL without credentials, query and fragment',
            'node.reportInterval: must be a whole number of milliseconds',
            'node.segmets: is not a known key; did you mean "segments"?',
            'setup: is not a known key; did you mean "setUp"?'
        ]);
    });

    it.each([
        [{ url }, ['must have one of the keys standalone, node, gateway, repository and proxy']],
        [{ url, gateway: {}, repository: {} }, ['repository: cannot stand beside gateway: a service is of one kind']],
        [{ url, node: { segments: ['a'] }, worker: { segments: ['a'] } }, ['worker: cannot stand beside node: a service is of one kind']],
        [{ url, node: { segments: [] } }, ['node.segments: must name a segment at least']],
        [{ url, middleware: ['./guard'], repository: {} }, ['middleware: stands between callers and procedures, and a repository has none; list in its assets what anyone may get']],
        [{ url, middlewares: './guard', repository: {} }, ['middlewares: stands between callers and procedures, and a repository has none; list in its assets what anyone may get']],
        [{ url, middleware: [], middlewares: [], gateway: {} }, ['middlewares: means the same as middleware; keep one']],
        [{ url, repository: { index: 'a', indexFilename: 'b' } }, ['repository.indexFilename: means the same as index; keep one']],
        [{ url: `${url}/path`, gateway: {} }, ['url: must be a URL without a path']],
        [{ url: 'localhost:3000', gateway: {} }, ['url: must be a URL that starts with http:// or https://']],
        [{ url, tls: { cert: 'c', key: 'k' }, gateway: {} }, ['url: must start with https://, because tls is given']],
        [{ url, proxy: { repository: url } }, ['proxy: must have one of the keys gateway and node']],
        [{ url, proxy: { repository: url, gateway: url, node: url } }, ['proxy.node: cannot stand beside gateway; keep one']],
        [{ url, gateway: { balancing: 'round_robin' } }, ['gateway.balancing: must be one of least-outstanding, round-robin; did you mean "round-robin"?']],
        [{ url, gateway: { remoteWorker: { stopped: 1 } } }, ['gateway.remoteWorker.stopped: is not a known key; known are unavailableThreshold, stoppedThreshold']],
        [{ url, node: { segments: ['a'], overload: { inFlight: 0, queue: -1 } } }, ['node.overload.inFlight: must be at least 1', 'node.overload.queue: must not be negative']],
        [{ url, timeout: 2_592_000_000, gateway: { monitorInterval: 2_592_000_000 } }, ['timeout: must be at most 2147483647 milliseconds, which are 24 days', 'gateway.monitorInterval: must be at most 2147483647 milliseconds, which are 24 days']],
        [{ url, gateway: { retry: { share: '20%', perSecond: -1, pause: [250, 25] } } }, ['gateway.retry.share: must be a number', 'gateway.retry.perSecond: must not be negative', 'gateway.retry.pause: must have the smaller number first']],
        [{ url, gateway: { retry: { pause: 25 } } }, ['gateway.retry.pause: must be a list of two numbers of milliseconds']],
        [{ url, gateway: { ejection: { failures: 0.5, first: 0, longst: 1 } } }, ['gateway.ejection.failures: must be a whole number', 'gateway.ejection.first: must be at least 1 millisecond', 'gateway.ejection.longst: is not a known key; did you mean "longest"?']],
        [{ url, drain: -1, gateway: { outstanding: 0 } }, ['drain: must not be negative', 'gateway.outstanding: must be at least 1']],
        [{ url, setUp: 3, gateway: {} }, ['setUp: must be a text or a list of texts']]
    ])('refuses %j', async (content, expected) =>
    {
        expect(await problemsOf(content)).toEqual(expected);
    });

    it('never shows a trust key, however wrong the file is', async () =>
    {
        const secret = 'hunter2-hunter2';

        for (const content of [
            { url, gateway: { trustKye: secret } },
            { url, gateway: { trustKey: [secret] } },
            { url, gateway: { trustKey: secret }, repository: 3 },
            `{ "url": "${url}", "gateway": { "trustKey": "${secret}" "x": 1 } }`,
            `{ "url": "${url}", "gateway": { "trustKey": "${secret}`,
            { url: `http://${secret}@localhost`, gateway: {} }
        ])
        {
            const failure = await failureOf(read(content));

            expect(JSON.stringify([failure.message, failure.stack, String(failure.cause)])).not.toContain(secret);
        }
    });

    it.each(['standalone', 'node', 'worker', 'gateway', 'repository', 'proxy'])('refuses a trust key with white space at its ends, which no header can carry, for a %s', async kind =>
    {
        const others: Readonly<Record<string, object>> = { standalone: { segments: ['a'] }, node: { segments: ['a'] }, worker: { segments: ['a'] }, proxy: { repository: url, gateway: url } };

        for (const key of [' s3cret', 's3cret ', 's3cret\n', '\ts3cret', ' '])
        {
            expect(await problemsOf({ url, [kind]: { ...others[kind], trustKey: '${KEY}' } }, { KEY: key })).toEqual([`${kind}.trustKey: must not begin or end with white space: HTTP takes it off, so that no caller could bring the key; take it off here, and at all other members`]);
        }

        expect(await read({ url, [kind]: { ...others[kind], trustKey: '${KEY}' } }, { KEY: 's3 cret' })).toMatchObject({ trustKey: 's3 cret' });
    });

    it('refuses an empty trust key, and one that takes a variable which is not set', async () =>
    {
        expect(await problemsOf({ url, gateway: { trustKey: '${KEY}' } }, { KEY: '' })).toEqual(['gateway.trustKey: must not be empty']);
        expect(await problemsOf({ url, gateway: { trustKey: '${KEY}' } })).toEqual(['gateway.trustKey: needs the environment variable KEY, which is not set']);
    });
});
