import type { Peer } from '@jitar/protocol';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { RunningService } from '@tooling/services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';

import { startHostileApplication } from './hostile-application.js';
import type { Answer, HostileApplication } from './hostile-application.js';
import { relay, startRogueGateway, welcome } from './rogue-gateway.js';
import type { RogueGateway } from './rogue-gateway.js';
import { createRogue, proveKey } from './rogue-member.js';
import type { Rogue, RogueOptions } from './rogue-member.js';

let application: HostileApplication;
let gateway: RogueGateway;
let node: RunningService;
let calls: Calls;
// Whom nobody of the cluster has any business with: one with an address, one on this machine.
let outsiders: readonly Outsider[];

beforeAll(async () =>
{
    application = await startHostileApplication(['gateway', 'back']);
    gateway = await startRogueGateway();
    outsiders = [await startOutsider({ port: 0, host: '127.0.0.1' }), await startOutsider({ path: join(application.folder, 'outsider.sock') })];

    const starting = application.cluster.start('besieged', { env: { ROGUE_URL: gateway.url } });

    // It starts when it has tried each of its gateways once.
    (await gateway.next()).connection.destroy();
    node = await starting;
    calls = startCalls();
    await gateway.awaitAttempt();
});

afterAll(async () =>
{
    await calls.stop();
    await application[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
    outsiders.forEach(({ server }) => { server.close(); });
});

// Whatever the rogue does, the node tries again, and meanwhile serves the gateway that is one.
afterEach(async () =>
{
    await gateway.awaitAttempt();
    await calls.more();

    expect(calls.failed).toEqual([]);
    expect(node.child.exitCode).toBe(null);
    expect(application.journal().filter(line => ['guarded', 'internal'].includes(line))).toEqual([]);
});

interface Outsider
{
    readonly url: string;
    readonly server: Server;
    readonly connections: Socket[];
}

async function startOutsider(place: { readonly port: number; readonly host: string } | { readonly path: string }): Promise<Outsider>
{
    const connections: Socket[] = [];
    const server = createServer(connection =>
    {
        connections.push(connection);
        connection.on('error', () => undefined);
        connection.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    }).listen(place);

    await once(server, 'listening');

    return { server, connections, url: 'path' in place ? `ws+unix://${place.path}` : `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

interface Calls
{
    readonly failed: readonly Answer[];
    /** Waits for calls that begin from now on. */
    more(): Promise<void>;
    stop(): Promise<void>;
}

/** Calls the node through the gateway that is one, without end: what it runs itself, and what it calls at another node. */
function startCalls(): Calls
{
    const failed: Answer[] = [];

    const ending = new AbortController();
    let round = Promise.resolve();

    const run = async (): Promise<void> =>
    {
        const answers = [await application.post('gateway', 'echo', { value: 'unharmed' }), await application.post('gateway', 'throughVault', {})];

        failed.push(...answers.filter(({ status, text }, index) => status !== 200 || text !== ['unharmed', 'treasure'][index]));
    };

    const running = (async () =>
    {
        while (!ending.signal.aborted)
        {
            await (round = run());
            await new Promise(resolve => { setTimeout(resolve, 20); });
        }
    })();

    return {
        failed,

        async more()
        {
            const current = round;

            await expect.poll(() => round).not.toBe(current);
            await round;
        },

        async stop()
        {
            ending.abort();
            await running;
        }
    };
}

const guess = (): string => randomBytes(32).toString('hex');
const peer = (id: string, url: string): Peer => ({ id, url, healthy: true, procedures: [{ fqn: 'vault', version: '0.0.0', access: 'public', idempotent: true }] });
const tell = (...peers: unknown[]): unknown[] => ['ask', 1, 'peers', { full: false, peers, gone: [] }];
const tellOfOutsiders = (): unknown[] => tell(peer('outsider', outsiders[0]?.url ?? ''));
const call = (fqn: string, caller: unknown): unknown[] => ['call', 1, { fqn, match: 'compatible', form: 'json', args: '{}', caller }];
const trustedCaller = { kind: 'outside', trusted: true };
const memberCaller = { kind: 'member', id: 'back', segment: 'front' };

describe('where a node expects a gateway, somebody without the key', () =>
{
    /** Greets as a gateway would, and answers the proof of the node. */
    const answerProof = (answer: (rogue: Rogue, hello: unknown, proof: unknown) => void) => async (rogue: Rogue, hello: unknown): Promise<void> =>
    {
        rogue.send(['hello', rogue.hello]);
        answer(rogue, hello, (await rogue.next('proof'))?.[1]);
    };

    it.each<[string, RogueOptions, (rogue: Rogue, hello: unknown, socket: WebSocket) => unknown, readonly number[]]>([
        ['has none', { keyed: false }, rogue => { rogue.send(['hello', rogue.hello]); }, [4401]],
        ['speaks another version', { versions: [99] }, rogue => { rogue.send(['hello', rogue.hello]); }, [4401]],
        ['has no name', { id: '' }, rogue => { rogue.send(['hello', rogue.hello]); }, [4400]],
        ['is of no kind', { kind: 'king' }, rogue => { rogue.send(['hello', rogue.hello]); }, [4400]],
        ['lives at a socket of the machine', { url: 'ws+unix:///run/some.sock' }, rogue => { rogue.send(['hello', rogue.hello]); }, [4400]],
        ['sends the hello of the node back', {}, (rogue, hello) => { rogue.send(['hello', hello]); }, [4401]],
        ['has the name of the node', {}, (rogue, hello) => { rogue.send(['hello', { ...hello as object, nonce: guess().slice(32) }]); }, [4401]],
        ['sends the challenge of the node back, and then its proof', {}, async (rogue, hello) =>
        {
            rogue.send(['hello', { ...rogue.hello as object, nonce: (hello as { nonce: string }).nonce }]);
            rogue.send(['proof', (await rogue.next('proof'))?.[1]]);
        }, [4401]],
        ['sends the proof of the node back', {}, answerProof((rogue, _, proof) => { rogue.send(['proof', proof]); }), [4401]],
        ['guesses the proof', {}, answerProof(rogue => { rogue.send(['proof', guess()]); }), [4401]],
        ['proves another key', {}, answerProof((rogue, hello) => { rogue.send(['proof', proveKey('a guess', hello, rogue.hello, 'listener')]); }), [4401]],
        ['proves the empty key', {}, answerProof((rogue, hello) => { rogue.send(['proof', proveKey('', hello, rogue.hello, 'listener')]); }), [4401]],
        ['sends a proof that is none', {}, answerProof(rogue => { rogue.send(['proof', null]); }), [4401]],
        ['does not wait for the proof of the node', {}, rogue => { rogue.send(['hello', rogue.hello], ['proof', guess()]); }, [4400]],
        ['greets twice', {}, rogue => { rogue.send(['hello', rogue.hello], ['hello', rogue.hello]); }, [4400]],
        ['is ready at once', {}, rogue => { rogue.send(['ready']); }, [4400]],
        ['is ready instead of proving anything', {}, answerProof(rogue => { rogue.send(['ready']); }), [4400]],
        ['refuses the node', {}, rogue => { rogue.send(['refuse', 'trust-key']); }, [4401]],
        ['refuses the node for a reason that is none', {}, rogue => { rogue.send(['refuse', 'mood']); }, [4400]],
        ['tells of peers at once', {}, rogue => { rogue.send(tellOfOutsiders()); }, [4400]],
        ['tells of peers with its hello', {}, rogue => { rogue.send(['hello', rogue.hello], tellOfOutsiders()); }, [4400]],
        ['tells of peers instead of proving anything', {}, answerProof(rogue => { rogue.send(tellOfOutsiders()); }), [4400]],
        ['tells of peers behind a guess', {}, answerProof(rogue => { rogue.send(['proof', guess()], tellOfOutsiders()); }), [4400, 4401]],
        ['calls a protected procedure for a trusted caller at once', {}, rogue => { rogue.send(call('guarded', trustedCaller)); }, [4400]],
        ['calls a protected procedure for a member behind a guess', {}, answerProof(rogue => { rogue.send(['proof', guess()], call('guarded', memberCaller)); }), [4400, 4401]],
        ['calls a private procedure instead of proving anything', {}, answerProof(rogue => { rogue.send(call('internal', memberCaller)); }), [4400]],
        ['accepts what was not asked for', {}, rogue => { rogue.send(['reply', 1, { accepted: true }]); }, [4400]],
        ['answers a call that was never made', {}, rogue => { rogue.send(['answer', 1, { form: 'json', result: '1' }]); }, [4400]],
        ['grants credit', {}, rogue => { rogue.send(['credit', 1_000_000_000]); }, [4400]],
        ['sends a message that is none', {}, rogue => { rogue.send(['bogus']); }, [4400]],
        ['greets in bytes', {}, rogue => { rogue.sendRaw(new Uint8Array(8)); }, [4400]],
        ['sends no JSON', {}, rogue => { rogue.sendRaw('bogus'); }, [4400]],
        ['sends JSON of 8,000 levels', {}, rogue => { rogue.sendRaw('['.repeat(8_000) + ']'.repeat(8_000)); }, [4400]],
        ['greets at length', {}, rogue => { rogue.send(['hello', { ...rogue.hello as object, extra: 'a'.repeat(20_000) }]); }, [4400]],
        ['greets with 60 MB', {}, rogue => { rogue.send(['hello', { ...rogue.hello as object, extra: 'a'.repeat(60_000_000) }]); }, [1006, 4400]],
        ['greets without end', {}, (_rogue, _hello, socket) => { Array.from({ length: 20 }, () => { socket.send('a'.repeat(50_000), { fin: false }); }); }, [1006]],
        ['says nothing', {}, () => undefined, [4408]],
        ['says no more than hello', {}, rogue => { rogue.send(['hello', rogue.hello]); }, [4408]]
    ])('%s: gets no link, and hears no more than hello and proof', async (_title, options, say, codes) =>
    {
        const attempt = await gateway.next();
        const socket = attempt.take();
        await using rogue = createRogue(socket, { kind: 'gateway', ...options });
        const [, hello] = await rogue.next('hello') ?? [];

        await say(rogue, hello, socket);

        expect(codes).toContain(await rogue.closed);
        expect(rogue.received.filter(([type]) => !['hello', 'proof', 'refuse'].includes(type))).toEqual([]);
        expect(outsiders.map(({ connections }) => connections.length)).toEqual([0, 0]);
    });

    it.each<[string, (connection: Socket) => void]>([
        ['ends the connection', connection => { connection.end(); }],
        ['answers what is no HTTP', connection => { connection.end('bogus\r\n\r\n'); }],
        ['answers a page', connection => { connection.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'); }],
        ['answers a page without end', connection => { connection.write(`HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(1_000_000)}`); }],
        ['sends the node elsewhere', connection => { connection.end(`HTTP/1.1 307 Temporary Redirect\r\nLocation: ${outsiders[0]?.url ?? ''}/link\r\nContent-Length: 0\r\n\r\n`); }],
        ['asks for a password', connection => { connection.end('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'); }],
        ['upgrades to something else', connection => { connection.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: bogus\r\n\r\n'); }],
        ['upgrades as it was not asked to', connection => { connection.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: bogus\r\n\r\n'); }],
        ['answers headers without end', connection => { connection.write(`HTTP/1.1 101 Switching Protocols\r\n${'a: a\r\n'.repeat(100_000)}`); }],
        ['answers nothing', () => undefined]
    ])('%s: gets no link', async (_title, answer) =>
    {
        const { connection } = await gateway.next();
        const closed = new Promise(resolve => { connection.once('close', resolve); });

        answer(connection);
        await closed;

        expect(outsiders.map(({ connections }) => connections.length)).toEqual([0, 0]);
    });

    it('passes all on to a node, which knows the key: gets no registration', async () =>
    {
        const said = await relay(await gateway.next(), application.urlOf('back'));

        expect(said.map(([type]) => type)).toEqual(['hello', 'proof', 'ready']);
    });
});

describe('a gateway that knows the key, and', () =>
{
    /** The node has registered at the rogue. */
    async function join(): Promise<Rogue>
    {
        const rogue = await welcome(await gateway.next());
        const [, number] = await rogue.next('ask') ?? [];

        rogue.send(['reply', number, { accepted: true }]);

        return rogue;
    }

    it.each<[string, (number: unknown) => unknown]>([
        ['something else than acceptance', number => ['reply', number, { accepted: false }]],
        ['nothing', number => ['reply', number, null]],
        ['the outcome of a call', number => ['answer', number, { form: 'json', result: '1' }]],
        ['another question', () => ['reply', 4_000_000, { accepted: true }]]
    ])('answers a registration with %s, loses its link', async (_title, answer) =>
    {
        await using rogue = await welcome(await gateway.next());
        const [, number] = await rogue.next('ask') ?? [];

        rogue.send(answer(number));

        expect(await rogue.closed).toBe(4400);
    });

    it('does not answer a registration, gets nothing else', async () =>
    {
        await using rogue = await welcome(await gateway.next());

        await rogue.next('ask');
        await calls.more();
        expect(rogue.received.filter(([type]) => !['hello', 'proof', 'ready', 'ask', 'ping'].includes(type))).toEqual([]);
    });

    const peers = (count: number, name = 'peer'): Peer[] => Array.from({ length: count }, (_, index) => peer(`${name}-${String(index)}`, 'http://127.0.0.1:1'));

    it.each<[string, () => readonly unknown[] | string | Uint8Array]>([
        ['what is no JSON', () => 'bogus'],
        ['what is no list', () => '{}'],
        ['an unknown message', () => [['bogus']]],
        ['an unknown question', () => [['ask', 1, 'bogus', null]]],
        ['a second hello', () => [['hello', {}]]],
        ['the answer to a call that was never made', () => [['answer', 4_000_000, { form: 'json', result: '1' }]]],
        ['an item of a stream that there is not', () => [['item', 7, null]]],
        ['an octet of a stream that there is not', () => new Uint8Array([128, 0, 0, 9, 1])],
        ['parts that nothing announced', () => new Uint8Array([0, 0, 0, 9, 1, 2, 3])],
        ['more parts than there may be', () => [['call', 1, { fqn: 'echo', match: 'compatible', form: 'tagged', args: '{}', caller: trustedCaller, parts: { number: 1, lengths: [60_000_000, 60_000_000] } }]]],
        ['credit for what was not sent', () => [['credit', 1]]],
        ['credit without end', () => [['credit', Number.MAX_SAFE_INTEGER]]],
        ['two calls of one number', () => [call('misbehave', trustedCaller), call('misbehave', trustedCaller)]],
        ['a header of two lines', () => [['call', 1, { fqn: 'echo', match: 'compatible', form: 'json', args: '{}', caller: trustedCaller, headers: { 'x-mark': 'a\r\nset-cookie: evil=1' } }]]],
        ['a caller that is none', () => [call('guarded', { kind: 'outside', trusted: 'yes' })]],
        ['a registration of its own that is none', () => [['ask', 1, 'register', { segments: 'all' }]]],
        ['peers that are none', () => [tell('peer')]],
        ['a peer at a file', () => [tell(peer('peer', 'file:///etc/passwd'))]],
        ['a peer at a socket of the machine', () => [tell(peer('peer', outsiders[1]?.url ?? ''))]],
        ['a peer at an address of two lines', () => [tell(peer('peer', 'http://127.0.0.1\r\nHost: evil'))]],
        ['a peer nowhere', () => [tell(peer('peer', ''))]],
        ['more peers than a message may tell of', () => [tell(...peers(10_001))]]
    ])('sends %s, loses its link', async (_title, say) =>
    {
        await using rogue = await join();
        const message = say();

        if (typeof message === 'string' || message instanceof Uint8Array) { rogue.sendRaw(message); } else { rogue.send(...message); }

        expect(await rogue.closed).toBe(4400);
        expect(outsiders.map(({ connections }) => connections.length)).toEqual([0, 0]);
    });

    it('sends a frame of more than 64 MB, loses its link', async () =>
    {
        await using rogue = await join();

        rogue.sendRaw(`["${'a'.repeat(67_200_000)}"]`);

        expect([1006, 1009, 4400]).toContain(await rogue.closed);
    });

    it.each<[string, unknown]>([['register', { segments: [], procedures: [], calls: [], healthy: true }], ['report', { healthy: false }], ['leave', null]])('asks the node to %s, hears that it does not', async (kind, body) =>
    {
        await using rogue = await join();

        expect(await rogue.ask(kind, body)).toMatchObject(['error', { code: 'INVALID_REQUEST' }]);
    });

    it.each([
        ['a private procedure for a trusted caller', 'internal', trustedCaller, 'PROCEDURE_NOT_FOUND'],
        ['a private procedure for a member of its segment', 'internal', memberCaller, 'PROCEDURE_NOT_FOUND'],
        ['a protected procedure for a caller whom it does not trust itself', 'guarded', { kind: 'outside', trusted: false }, 'TRUST_REQUIRED']
    ])('calls %s, runs nothing', async (_title, fqn, caller, code) =>
    {
        await using rogue = await join();

        rogue.send(call(fqn, caller));

        expect(await rogue.next('error')).toMatchObject(['error', 1, { code }]);
    });

    it('tells of peers without end, is told that these are too many', async () =>
    {
        await using rogue = await join();
        const answers: unknown[] = [];

        for (let message = 0; message < 7; message++)
        {
            answers.push(await rogue.ask('peers', { full: message % 2 === 0, peers: peers(2_000, String(message)), gone: [] }));
        }

        expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => ['reply', null]));
        expect(answers.slice(5)).toMatchObject(Array.from({ length: 2 }, () => ['error', { code: 'INVALID_REQUEST' }]));

        // Those that it knows are nowhere, and its calls are answered all the same.
        await calls.more();
        expect(calls.failed).toEqual([]);

        for (let message = 0; message < 5; message++)
        {
            await rogue.ask('peers', { full: false, peers: [], gone: peers(2_000, String(message)).map(({ id }) => id) });
        }
    });

    it.each<[string, (rogue: Rogue) => Peer]>([
        ['an outsider', () => peer('outsider', outsiders[0]?.url ?? '')],
        ['nobody', () => peer('nobody', 'http://127.0.0.1:1')],
        ['itself', () => peer('somebody', gateway.url)],
        ['the node', () => peer('somebody', node.url)],
        ['the node under its own name', rogue => peer((rogue.received[0]?.[1] as { identity: { id: string } }).identity.id, node.url)],
        ['another node than it says', () => peer('somebody', application.urlOf('back'))],
        ['the gateway that is one', () => peer('somebody', application.urlOf('gateway'))]
    ])('sends the calls of the node to %s, keeps none of them from being answered', async (_title, found) =>
    {
        await using rogue = await join();
        const stranger = found(rogue);

        expect(await rogue.ask('peers', { full: true, peers: [stranger], gone: [] })).toEqual(['reply', null]);

        const answers = await Promise.all(Array.from({ length: 20 }, () => application.post('gateway', 'throughVault', {})));

        expect(answers.filter(({ status, text }) => status !== 200 || text !== 'treasure')).toEqual([]);
        await rogue.ask('peers', { full: false, peers: [], gone: [stranger.id] });
    });
});

describe('a node asks less and less often who', () =>
{
    it.each<[string, () => Promise<Rogue>, (rogue: Rogue) => unknown]>([
        ['ends the link before it is one', async () => createRogue((await gateway.next()).take()), rogue => { void rogue[Symbol.asyncDispose](); }],
        ['does not prove the key', async () => createRogue((await gateway.next()).take(), { keyed: false }), rogue => { rogue.send(['hello', rogue.hello]); }],
        ['ends the link when it is one', async () => welcome(await gateway.next()), rogue => { void rogue[Symbol.asyncDispose](); }],
        ['refuses its registration', async () => welcome(await gateway.next()), async rogue => { rogue.send(['error', (await rogue.next('ask'))?.[1], { name: 'Error', message: 'No.', retryable: false, unstarted: false }]); }]
    ])('%s', async (_title, meet, end) =>
    {
        const { at } = await gateway.awaitAttempt();

        for (let round = 0; round < 8; round++)
        {
            await using rogue = await meet();

            await end(rogue);
            await rogue.closed;
        }

        // The shortest pauses are 50, 100, 200 and 400 ms, then half a second each; clocks and a busy machine have their part of it.
        expect((await gateway.awaitAttempt()).at - at).toBeGreaterThan(2_000);
    });
});

it('the link to the gateway that is one was never lost', () =>
{
    const said = node.records.map(({ msg = '' }) => msg).filter(message => message.includes(`gateway at ${application.urlOf('gateway')}`));

    expect(said).toEqual([`Connected to the gateway at ${application.urlOf('gateway')}`]);
});
