import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { buildApplication, createCluster, createTemporaryFolder, trustKey } from './cluster.js';
import type { Cluster } from './cluster.js';

/** The services where a call may enter. */
export const entries = ['standalone', 'node', 'gateway', 'proxy'] as const;
export type Entry = typeof entries[number];

/** An application that misbehaves when it is asked to, and writes down what it runs. */
export interface HostileApplication extends AsyncDisposable
{
    readonly cluster: Cluster;
    readonly folder: string;
    urlOf(name: Entry | 'back' | 'repository' | 'besieged'): string;
    /** What ran, in order. */
    journal(): string[];
    call(entry: Entry, path: string, init?: RequestInit): Promise<Answer>;
    /** Calls with named arguments. */
    post(entry: Entry, fqn: string, args: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Answer
{
    readonly status: number;
    readonly headers: Headers;
    readonly text: string;
    /** Of an error. */
    readonly code: string | null;
}

const secret = 'the password is 1234';

const modules: Readonly<Record<string, string>> = {
    'src/front.js': `
        import { appendFileSync } from 'node:fs';
        import { vault } from './back.js';

        const note = text => appendFileSync(process.env.JOURNAL, text + '\\n');

        export async function echo(value) { note('echo ' + String(value).slice(0, 20)); return value; }
        export async function whoami(user = 'nobody') { note('whoami'); return { user, headers: [...this.headers].map(([name]) => name) }; }
        export async function guarded() { note('guarded'); return 'guarded'; }
        export async function internal() { note('internal'); return 'internal'; }
        export async function throughVault() { return vault(); }
        export async function redirecting() { return { headers: { Location: 'https://example.com/' }, location: 'https://example.com/', status: 302 }; }`,
    'src/back.js': `
        import { appendFileSync } from 'node:fs';

        export async function vault() { appendFileSync(process.env.JOURNAL, 'vault\\n'); return 'treasure'; }`,
    'src/failures.js': `
        import { EventEmitter } from 'node:events';

        const secret = '${secret}';
        const later = action => { setTimeout(action, 1); return 'answered'; };
        const fail = () => { throw new Error(secret); };
        const hostile = new Proxy({}, { get: fail, getPrototypeOf: fail, has: fail, ownKeys: fail });

        const ways = {
            error: fail,
            text: () => { throw secret; },
            nothing: () => { throw undefined; },
            proxy: () => { throw hostile; },
            frozen: () => { throw Object.freeze(new Error(secret)); },
            getter: () => { throw Object.defineProperty(new Error(), 'message', { get: fail }); },
            status: () => { throw Object.assign(new Error(secret), { status: 200, code: 'a\\r\\nset-cookie: evil=1' }); },
            cause: () => { throw new Error(secret, { cause: new Error(import.meta.url) }); },
            overflow: () => { const deeper = () => 1 + deeper(); return deeper(); },
            functionResult: () => fail,
            symbolResult: () => Symbol(secret),
            proxyResult: () => hostile,
            getterResult: () => ({ get value() { return fail(); } }),
            thenableResult: () => ({ then(resolve, reject) { reject(new Error(secret)); } }),
            timer: () => later(fail),
            immediate: () => { setImmediate(fail); return 'answered'; },
            tick: () => { process.nextTick(fail); return 'answered'; },
            microtask: () => { queueMicrotask(fail); return 'answered'; },
            rejection: () => { void Promise.reject(new Error(secret)); return 'answered'; },
            lateRejection: () => later(() => { void Promise.reject(hostile); }),
            nothingRejected: () => { void Promise.reject(); return 'answered'; },
            emitter: () => { setImmediate(() => new EventEmitter().emit('error', new Error(secret))); return 'answered'; }
        };

        export async function misbehave(way) { return ways[way](); }`,
    'src/marks.js': `
        const marks = { header: ['x-mark', 'a\\r\\nset-cookie: evil=1'], name: ['x-mark\\r\\nset-cookie', 'evil=1'], location: ['location', 'https://example.com/\\r\\nset-cookie: evil=1'], unicode: ['x-mark', '\\u010d\\u010aset-cookie: evil=1'], good: ['location', 'https://example.com/'], reserved: ['x-jitar-trust-key', 'evil'] };

        /** Middleware: writes down what it sees, and marks answers. */
        export default async function mark(request, next)
        {
            const response = await next();
            const mark = marks[request.getHeader('x-ask')];

            if (mark !== undefined) { response.setHeader(...mark); }

            return response;
        }`,
    'segments/front.json': JSON.stringify({
        './front': { echo: { access: 'public' }, whoami: { access: 'public' }, guarded: { access: 'protected' }, internal: {}, throughVault: { access: 'public' }, redirecting: { access: 'public' } },
        './failures': { misbehave: { access: 'public' } }
    }),
    'segments/back.json': JSON.stringify({ './back': { vault: { access: 'protected' } } }),
    'package.json': JSON.stringify({ type: 'module' }),
    'jitar.json': '{}'
};

const url = 'http://127.0.0.1:0';
const middleware = ['./marks'];
const gateway = '${GATEWAY_URL}';

const services: Readonly<Record<string, unknown>> = {
    standalone: { url, middleware, standalone: { segments: ['front', 'back'], trustKey } },
    gateway: { url, gateway: { trustKey } },
    repository: { url, repository: { assets: [], trustKey } },
    node: { url, middleware, node: { segments: ['front'], gateway, trustKey } },
    back: { url, node: { segments: ['back'], gateway, trustKey } },
    besieged: { url, middleware, node: { segments: ['front'], gateway: [gateway, '${ROGUE_URL}'], trustKey } },
    proxy: { url, proxy: { gateway, repository: '${REPOSITORY_URL}', trustKey } }
};

/** What runs of the services; those of one step start together. */
const steps: readonly (readonly string[])[] = [['standalone', 'gateway', 'repository'], ['back', 'node', 'proxy']];

/** Builds the application, and starts its services: all but those that only some tests are about, or those that are named. */
export async function startHostileApplication(names: readonly string[] = steps.flat()): Promise<HostileApplication>
{
    const folder = createTemporaryFolder();
    const journal = join(folder.path, 'journal');
    const files = { ...modules, journal: '', ...Object.fromEntries(Object.entries(services).map(([name, service]) => [`services/${name}.json`, JSON.stringify(service)])) };

    for (const [file, content] of Object.entries(files))
    {
        mkdirSync(dirname(join(folder.path, file)), { recursive: true });
        writeFileSync(join(folder.path, file), content);
    }

    const { code, output } = buildApplication(folder.path);

    if (code !== 0)
    {
        throw new Error(output);
    }

    const cluster = createCluster(folder.path, { JOURNAL: journal });

    for (const step of steps)
    {
        await Promise.all(step.filter(name => names.includes(name)).map(name => cluster.start(name)));
    }

    const urlOf: HostileApplication['urlOf'] = name => cluster.services.find(service => service.name === name)?.url ?? '';
    const call: HostileApplication['call'] = async (entry, path, init = {}) =>
    {
        const response = await fetch(`${urlOf(entry)}${path}`, { redirect: 'manual', ...init });

        return { status: response.status, headers: response.headers, text: await response.text(), code: response.headers.get('x-jitar-error-code') };
    };

    return {
        cluster, urlOf, call,
        folder: folder.path,
        journal: () => readFileSync(journal, 'utf8').split('\n').slice(0, -1),
        post: (entry, fqn, args, headers = {}) => call(entry, `/rpc/${fqn}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(args) }),

        async [Symbol.asyncDispose]()
        {
            await cluster[Symbol.asyncDispose]();
            folder[Symbol.dispose]();
        }
    };
}
