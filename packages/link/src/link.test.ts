import { hasCode } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { Invocation, Outcome } from '@jitar/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createInvocation, createLinks, createOutcome, createScriptedLink, createTestClock, echoInvoker, settle } from '../test/fixtures.js';
import { closeCodes, createMemoryChannels } from './index.js';
import type { HeartbeatOptions } from './index.js';

const call = { fqn: 'a', match: 'exact', form: 'json', args: '{}', caller: { kind: 'member' } };

describe('a lost link', () =>
{
    it('fails exactly the calls in flight on it, at once, and says whether they may have started', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const { link: other, channel: otherChannel } = await createScriptedLink();
        const handed = link.invoke(createInvocation());
        const elsewhere = other.invoke(createInvocation());

        await settle();

        const waiting = link.invoke(createInvocation());

        // A rejection that nobody looks at yet is no failure of the test.
        handed.catch(() => undefined);
        waiting.catch(() => undefined);
        await Promise.resolve();
        channel.break();

        await expect(handed).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN', status: 503, retryable: false, unstarted: false, unanswered: true } });
        await expect(waiting).rejects.toMatchObject({ envelope: { code: 'LINK_LOST', status: 503, retryable: true, unstarted: true, unanswered: true } });
        expect(await link.closed).toEqual({ code: 1006, reason: '' });
        expect(link.responsive).toBe(false);

        otherChannel.receive(['answer', 1, { form: 'tagged', result: '1' }]);
        expect(await elsewhere).toEqual(createOutcome('1'));
    });
});

describe('a channel', () =>
{
    it('carries little before the peer has proved itself, and whole messages from then on', async () =>
    {
        const limits: number[] = [];
        const [left, right] = createMemoryChannels();

        right.limit = bytes => void limits.push(bytes);

        const opening = createLinks({ channels: [left, right], listener: { limits: { message: 1_000_000 } } });

        expect(limits).toEqual([16_384]);

        await opening;
        await settle();

        expect(limits).toEqual([16_384, 1_000_000]);
    });
});

describe('what a link sends', () =>
{
    it('is one frame for all calls of one turn', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const frames: string[] = [];

        channel.send = data => void frames.push(data as string);
        void link.invoke(createInvocation());
        void link.invoke(createInvocation({ fqn: 'b' }));
        await settle();

        expect(frames.map(frame => (JSON.parse(frame) as unknown[]).length)).toEqual([2]);
        expect(JSON.parse(frames[0]!)).toEqual([
            ['call', 1, { fqn: 'sales/getMonthData', version: '0.0.0', match: 'exact', form: 'tagged', args: '{"year":1996}', caller: { kind: 'member', id: 'node-1', segment: 'reporting' } }],
            ['call', 2, { fqn: 'b', version: '0.0.0', match: 'exact', form: 'tagged', args: '{"year":1996}', caller: { kind: 'member', id: 'node-1', segment: 'reporting' } }]
        ]);
    });

    it('is several frames when one would be too large', async () =>
    {
        const { link, channel } = await createScriptedLink({ limits: { message: 3000 } });
        const frames: string[] = [];

        channel.send = data => void frames.push(data as string);

        for (let number = 0; number < 10; number++)
        {
            void link.invoke(createInvocation({ args: { form: 'json', text: 'x'.repeat(400) } }));
        }

        await settle();

        expect(frames.flatMap(frame => JSON.parse(frame) as unknown[]).length).toBe(10);
        expect(Math.max(...frames.map(frame => frame.length))).toBeLessThan(3000);
    });

    it('never holds what a call may not carry', async () =>
    {
        const { link, channel } = await createScriptedLink({ limits: { message: 1000, inFlight: 1 } });

        await expect(link.invoke(createInvocation({ args: { form: 'live', value: {} } }))).rejects.toThrow('must be encoded');
        await expect(link.invoke(createInvocation({ headers: { 'x-a': 'b\r\nx-c: d' } }))).rejects.toThrow('"x-a"');
        await expect(link.invoke(createInvocation({ headers: { 'x a': 'b' } }))).rejects.toThrow('name');
        await expect(link.invoke(createInvocation({ args: { form: 'json', text: 'é'.repeat(600) } }))).rejects.toSatisfy(error => hasCode(error, 'MESSAGE_TOO_LARGE'));
        await settle();

        expect(channel.of('call')).toEqual([]);
        expect(link.inFlight).toBe(0);
    });

    it('is limited in the number of calls in flight', async () =>
    {
        const { link } = await createScriptedLink({ limits: { inFlight: 1 } });

        void link.invoke(createInvocation());

        await expect(link.invoke(createInvocation())).rejects.toMatchObject({ envelope: { code: 'OVERLOADED', unstarted: true } });
    });

    it('leaves out a call that was given up in the same turn', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const controller = new AbortController();
        const given = link.invoke(createInvocation({ signal: controller.signal }));

        await Promise.resolve();
        controller.abort(new Error('enough'));
        await expect(given).rejects.toThrow('enough');
        await expect(link.invoke(createInvocation({ signal: controller.signal }))).rejects.toThrow('enough');
        await settle();

        expect(channel.of('call')).toEqual([]);
        expect(channel.of('cancel')).toEqual([]);
    });
});

describe('a deadline', () =>
{
    it('travels as no time that passes where there is none', async () =>
    {
        const deadlines: unknown[] = [];
        const { link, channel } = await createScriptedLink({ invoker: { invoke: async ({ deadline, args }) => { deadlines.push(deadline); return { result: args, headers: {} }; } } });

        void link.invoke(createInvocation({ deadline: Infinity })).catch(() => undefined);
        await settle();

        const [, , sent] = channel.of('call')[0]!;

        expect(sent).toMatchObject({ remaining: 2 ** 52 });

        channel.receive(['call', 1, { ...call, remaining: (sent as { remaining: number }).remaining }]);
        await settle();

        expect(deadlines).toEqual([Infinity]);
        link.close();
    });

    it('travels as remaining time, ends the wait, and cancels the call', async () =>
    {
        const clock = createTestClock();
        const { link, channel } = await createScriptedLink({ clock });
        const late = link.invoke(createInvocation({ deadline: clock.now() + 250 })).catch((error: unknown) => error);

        await settle();
        expect(channel.of('call')[0]![2]).toMatchObject({ remaining: 250 });
        clock.advance(250);

        expect(hasCode(await late, 'DEADLINE_EXCEEDED')).toBe(true);
        await settle();
        expect(channel.of('cancel')).toEqual([['cancel', 1]]);

        // Its answer came too late to matter, and does no harm.
        channel.receive(['answer', 1, { form: 'json', result: '1' }]);
        expect(channel.closedWith).toBeUndefined();
    });

    it('that has passed sends nothing', async () =>
    {
        const clock = createTestClock();
        const { link, channel } = await createScriptedLink({ clock });

        await expect(link.invoke(createInvocation({ deadline: clock.now() - 1 }))).rejects.toSatisfy(error => hasCode(error, 'DEADLINE_EXCEEDED'));
        await settle();
        expect(channel.of('call')).toEqual([]);
    });
});

describe('the caller', () =>
{
    it.each([
        ['node', { kind: 'member' }, { kind: 'member', id: 'scripted-1' }],
        ['node', { kind: 'member', id: 'somebody', segment: 'sales' }, { kind: 'member', id: 'scripted-1', segment: 'sales' }],
        ['gateway', { kind: 'member', id: 'node-7', segment: 'sales' }, { kind: 'member', id: 'node-7', segment: 'sales' }],
        ['gateway', { kind: 'outside', trusted: false }, { kind: 'outside', trusted: false }],
        ['node', { kind: 'outside', trusted: true }, { kind: 'outside', trusted: true }]
    ] as const)('named by a %s as %j is %j', async (kind, given, expected) =>
    {
        const received: Invocation[] = [];
        const [, listener] = await createLinks({
            dialer: { identity: { id: 'scripted-1', kind } },
            listener: { invoker: { invoke: async invocation => { received.push(invocation); return createOutcome('1'); } } }
        }).then(async ([dialer, other]) =>
        {
            await dialer.invoke(createInvocation({ caller: { id: 'scripted-1', ...given } as Invocation['caller'] }));

            return [dialer, other];
        });

        expect(received[0]!.caller).toEqual(expected);
        listener!.close();
    });
});

describe('a link that serves', () =>
{
    it('answers what it runs before a drain closes it, and waits no longer than it may', async () =>
    {
        const releases: (() => void)[] = [];
        const invoker = { invoke: () => new Promise<Outcome>(resolve => releases.push(() => resolve(createOutcome('1')))) };
        const clock = createTestClock();
        const [dialer, listener] = await createLinks({ listener: { invoker, clock } });
        const answered = dialer.invoke(createInvocation());
        const stuck = dialer.invoke(createInvocation());

        stuck.catch(() => undefined);
        await settle();

        const drained = listener.drain('the member stops');

        releases[0]!();
        expect(await answered).toEqual(createOutcome('1'));

        clock.advance(1000);
        expect(await drained).toEqual({ code: 1000, reason: 'the member stops' });
        await expect(stuck).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN' } });
    });

    it('sends the last answer although a drain waits for nothing else', async () =>
    {
        let release = (): void => undefined;
        const [dialer, listener] = await createLinks({ listener: { invoker: { invoke: () => new Promise<Outcome>(resolve => { release = () => resolve(createOutcome('1')); }) } } });
        const answer = dialer.invoke(createInvocation());

        await settle();

        const drained = listener.drain();

        release();
        expect(await answer).toEqual(createOutcome('1'));
        expect((await drained).code).toBe(1000);
    });

    it('answers with an error what it cannot send back', async () =>
    {
        const outcomes = [
            { result: { form: 'live', value: 1 }, headers: {} },
            { result: { form: 'tagged', text: '1' }, headers: { location: '/a\r\nset-cookie: b' } },
            { result: { form: 'tagged', text: '1' }, headers: {}, status: 99 },
            { result: { form: 'tagged', text: 'x'.repeat(5000) }, headers: {} }
        ] as const;

        const rest = [...outcomes];
        const { channel } = await createScriptedLink({ limits: { message: 2000 }, invoker: { invoke: async () => rest.shift()! } });

        outcomes.forEach((_, index) => channel.receive(['call', index + 1, call]));
        await settle();

        expect(channel.of('answer')).toEqual([]);
        expect(channel.of('error').map(([, number, envelope]) => [number, (envelope as { code: string }).code])).toEqual([[1, 'INVALID_REQUEST'], [2, 'INVALID_REQUEST'], [3, 'INVALID_REQUEST'], [4, 'MESSAGE_TOO_LARGE']]);
        expect(channel.closedWith).toBeUndefined();
    });

    it('refuses more calls than its limit, unstarted', async () =>
    {
        const { link, channel } = await createScriptedLink({ limits: { inFlight: 1 } });

        channel.receive(['call', 1, call], ['call', 2, call]);
        await settle();

        expect(link.serving).toBe(1);
        expect(channel.of('error')).toEqual([['error', 2, expect.objectContaining({ code: 'OVERLOADED', unstarted: true })]]);
    });

    it('lives on when the code that it calls throws at once, or throws nonsense', async () =>
    {
        const { channel } = await createScriptedLink({ invoker: { invoke: () => { throw 'nonsense' as unknown as Error; } } });

        channel.receive(['call', 1, call]);
        await settle();

        expect(channel.of('error')).toEqual([['error', 1, { name: 'Error', message: 'nonsense', retryable: false, unstarted: false }]]);
    });

    it('leaves a status that is none of an error out', async () =>
    {
        const { channel } = await createScriptedLink({ invoker: { invoke: async () => { throw new RemoteFailure({ name: 'A', message: 'a', status: 7, retryable: false, unstarted: false }); } } });

        channel.receive(['call', 1, call]);
        await settle();

        expect(channel.of('error')).toEqual([['error', 1, { name: 'A', message: 'a', retryable: false, unstarted: false }]]);
    });
});

describe('the heartbeat', () =>
{
    const heartbeat: HeartbeatOptions = { interval: 1000, silentAfter: 3, closeAfter: 6 };

    it('asks a quiet peer, and refuses new calls when it stays silent, until it is back', async () =>
    {
        const clock = createTestClock();
        const changes: boolean[] = [];
        const { link, channel } = await createScriptedLink({ clock, heartbeat, onResponsive: responsive => changes.push(responsive) });
        const inFlight = link.invoke(createInvocation());

        clock.advance(3000);
        await settle();
        expect(channel.of('ping').length).toBe(3);
        expect(link.responsive).toBe(true);

        clock.advance(1000);
        expect(link.responsive).toBe(false);
        await expect(link.invoke(createInvocation())).rejects.toMatchObject({ envelope: { code: 'LINK_LOST', unstarted: true } });

        channel.receive(['pong'], ['answer', 1, { form: 'json', result: '1' }]);
        expect((await inFlight).result).toEqual({ form: 'json', text: '1' });
        expect(link.responsive).toBe(true);
        expect(changes).toEqual([false, true]);

        link.close();
    });

    it('closes the link of a peer that stays silent, and fails what is in flight', async () =>
    {
        const clock = createTestClock();
        const { link, channel } = await createScriptedLink({ clock, heartbeat });
        const inFlight = link.invoke(createInvocation()).catch((error: unknown) => error);

        await settle();
        clock.advance(7000);

        expect(channel.closedWith?.code).toBe(closeCodes.silent);
        expect(await inFlight).toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN', unstarted: false } });
    });

    it('answers the ping of the peer', async () =>
    {
        const { channel } = await createScriptedLink();

        channel.receive(['ping']);
        await settle();
        expect(channel.sent.at(-1)).toEqual(['pong']);
    });
});

describe('a side that stood still', () =>
{
    it('does not start calls whose time was over meanwhile, and gives others what is left of it', async () =>
    {
        const clock = createTestClock();
        const started: [string, number][] = [];
        let paused = 0;
        const now = (): number => clock.now() + paused;
        const { channel } = await createScriptedLink({
            clock: { ...clock, now },
            heartbeat: { interval: 1000 },
            invoker: { invoke: async ({ fqn, deadline = 0 }) => { started.push([fqn, deadline - now()]); return createOutcome('1'); } }
        });

        clock.advance(900);
        paused = 10_000;
        channel.receive(['call', 1, { ...call, fqn: 'late', remaining: 5000 }]);
        channel.receive(['call', 2, { ...call, fqn: 'in time', remaining: 15_000 }]);
        await settle();
        await settle();

        channel.receive(['call', 3, { ...call, fqn: 'new', remaining: 5000 }]);
        channel.receive(['call', 4, { ...call, fqn: 'over', remaining: 0 }]);
        await settle();

        // Nine seconds at least: a look of the heartbeat was due within the tenth.
        expect(started).toEqual([['in time', 5100], ['new', 5000]]);
        expect(channel.of('error').map(message => (message as [string, number, { code: string; unstarted: boolean }])).map(([, number, { code, unstarted }]) => [number, code, unstarted])).toEqual([[1, 'DEADLINE_EXCEEDED', true], [4, 'DEADLINE_EXCEEDED', true]]);
    });

    it('is not one that had nothing to do', async () =>
    {
        const clock = createTestClock();
        const started: string[] = [];
        const { channel } = await createScriptedLink({ clock, heartbeat: { interval: 1000, closeAfter: 1000 }, invoker: { invoke: async ({ fqn }) => { started.push(fqn); return createOutcome('1'); } } });

        clock.advance(60_000);
        channel.receive(['call', 1, { ...call, remaining: 100 }]);
        await settle();

        expect(started).toEqual(['a']);
    });
});

describe('a hostile peer', () =>
{
    const bad: [string, unknown][] = [
        ['a message of an unknown type', ['grant', 1]],
        ['a reserved type', ['item', 1]],
        ['more credit than was used', ['credit', 10]],
        ['credit that is none', ['credit', -1]],
        ['the end of parts that were not announced', ['drop', 1]],
        ['a type of the prototype', ['constructor', 1]],
        ['a message that is an object', { type: 'call' }],
        ['an empty message', []],
        ['a message with too many parts', ['ping', 1]],
        ['a second handshake', ['hello', { versions: [1], identity: { id: 'a', kind: 'gateway' }, nonce: '0'.repeat(32), keyed: false }]],
        ['a call with number 0', ['call', 0, call]],
        ['a call with number 1.5', ['call', 1.5, call]],
        ['a call with a text as number', ['call', '1', call]],
        ['a call without name', ['call', 1, { ...call, fqn: undefined }]],
        ['a call with a long name', ['call', 1, { ...call, fqn: 'a'.repeat(2000) }]],
        ['a call with a name of two lines', ['call', 1, { ...call, fqn: 'a\nb' }]],
        ['a call with a live value', ['call', 1, { ...call, form: 'live' }]],
        ['a call with an object as arguments', ['call', 1, { ...call, args: {} }]],
        ['a call with negative time', ['call', 1, { ...call, remaining: -1 }]],
        ['a call with endless time', ['call', 1, { ...call, remaining: 1e300 }]],
        ['a call without caller', ['call', 1, { ...call, caller: undefined }]],
        ['a call whose caller is half trusted', ['call', 1, { ...call, caller: { kind: 'outside', trusted: 1 } }]],
        ['a call with a smuggled header', ['call', 1, { ...call, headers: { 'a': 'b\r\nc: d' } }]],
        ['a call with an upper-case header', ['call', 1, { ...call, headers: { 'X-Trusted': '1' } }]],
        ['a call with a list of headers', ['call', 1, { ...call, headers: ['a'] }]],
        ['a call with a header that is no text', ['call', 1, { ...call, headers: { a: { b: 1 } } }]],
        ['an answer to a call that was never made', ['answer', 99, { form: 'json', result: '1' }]],
        ['an answer with a strange status', ['answer', 1, { form: 'json', result: '1', status: 100 }]],
        ['a reply to a call', ['reply', 1, null]],
        ['an error without message', ['error', 1, { name: 'a', retryable: false, unstarted: false }]],
        ['an error with a strange payload', ['error', 1, { name: 'a', message: 'a', retryable: false, unstarted: false, payload: 'x' }]],
        ['an unknown question', ['ask', 1, 'toString', null]],
        ['a registration that is none', ['ask', 1, 'register', { segments: [], procedures: [{ fqn: 'a', version: 'x', access: 'public' }], calls: [], healthy: true }]],
        ['a registration with a segment of two lines', ['ask', 1, 'register', { segments: ['a\n[INFO] b'], procedures: [], calls: [], healthy: true }]],
        ['a registration of a name of two lines', ['ask', 1, 'register', { segments: [], procedures: [{ fqn: 'a\nb', version: '1.0.0', access: 'public' }], calls: [], healthy: true }]],
        ['a registration of unknown access', ['ask', 1, 'register', { segments: [], procedures: [{ fqn: 'a', version: '1.0.0', access: 'open' }], calls: [], healthy: true }]],
        ['a change of peers that is none', ['ask', 1, 'peers', { full: true, peers: {}, gone: [] }]],
        ['a peer without url', ['ask', 1, 'peers', { full: true, peers: [{ id: 'a', healthy: true, procedures: [] }], gone: [] }]],
        ['a peer at a file', ['ask', 1, 'peers', { full: true, peers: [{ id: 'a', url: 'file:///etc/passwd', healthy: true, procedures: [] }], gone: [] }]],
        ['a peer at a socket of this machine', ['ask', 1, 'peers', { full: true, peers: [{ id: 'a', url: 'ws+unix:///run/some.sock', healthy: true, procedures: [] }], gone: [] }]],
        ['a peer with an id of two lines', ['ask', 1, 'peers', { full: true, peers: [{ id: 'a\nb', url: 'http://a', healthy: true, procedures: [] }], gone: [] }]],
        ['a peer with strange procedures', ['ask', 1, 'peers', { full: true, peers: [{ id: 'a', url: 'http://a', healthy: true, procedures: ['a'] }], gone: [] }]],
        ['too many peers that are gone', ['ask', 1, 'peers', { full: false, peers: [], gone: Array.from({ length: 10_001 }, () => 'a') }]],
        ['a report that is none', ['ask', 1, 'report', { healthy: 'yes' }]]
    ];

    it.each(bad)('loses its link, and nothing else, with %s', async (_, message) =>
    {
        const { link, channel } = await createScriptedLink({ invoker: echoInvoker, control: { register: () => ({ accepted: true }) } });
        const inFlight = link.invoke(createInvocation()).catch((error: unknown) => error);

        await settle();
        channel.receive(message);

        expect(channel.closedWith?.code).toBe(closeCodes.violation);
        expect(await inFlight).toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN' } });
        expect((await link.closed).code).toBe(closeCodes.violation);
    });

    it.each([
        ['no JSON', '[['],
        ['no list', '{}'],
        ['a number', '1'],
        ['twenty thousand levels', '['.repeat(20_000) + ']'.repeat(20_000)],
        ['half a million levels', '['.repeat(500_000)],
        ['a frame above the limit', `["${'x'.repeat(2000)}"]`],
        ['an empty binary frame', new Uint8Array()],
        ['a binary frame without bytes', new Uint8Array([0, 0, 0, 1])],
        ['a binary frame that nothing announced', new Uint8Array([0, 0, 0, 1, 1])]
    ])('loses its link with %s', async (_, frame) =>
    {
        const { link, channel } = await createScriptedLink({ limits: { message: typeof frame === 'string' && frame.startsWith('["x') ? 1000 : 4_000_000 } });

        channel.receiveRaw(frame);

        expect((await link.closed).code).toBe(closeCodes.violation);
        expect(channel.closedWith?.code).toBe(closeCodes.violation);
    });

    it('loses its link when it uses the number of a running call, or asks with it', async () =>
    {
        const { link, channel } = await createScriptedLink();

        channel.receive(['call', 1, call]);
        channel.receive(['call', 1, call]);

        expect((await link.closed).code).toBe(closeCodes.violation);
    });

    it('sets no prototype by its headers', async () =>
    {
        const { channel } = await createScriptedLink({ invoker: { invoke: async ({ headers }) => ({ result: { form: 'json', text: JSON.stringify([Object.getPrototypeOf(headers) === Object.prototype, 'polluted' in headers]) }, headers: {} }) } });

        channel.receiveRaw('[["call",1,{"fqn":"a","match":"exact","form":"json","args":"{}","caller":{"kind":"member"},"headers":{"__proto__":"x"}}]]');
        await settle();

        expect(channel.of('answer')[0]![2]).toMatchObject({ result: '[true,false]' });
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    it('gets either an answer or a closed link, whatever it sends', async () =>
    {
        const types = fc.constantFrom('hello', 'proof', 'ready', 'refuse', 'call', 'answer', 'error', 'cancel', 'ask', 'reply', 'ping', 'pong', 'credit', 'drop', '__proto__');
        const body = fc.oneof(fc.jsonValue(), fc.record({ fqn: fc.jsonValue(), match: fc.constantFrom('exact', 1), form: fc.constantFrom('json', 'live'), args: fc.jsonValue(), parts: fc.jsonValue(), caller: fc.jsonValue(), headers: fc.jsonValue() }, { requiredKeys: [] }), fc.constant(call));
        const message = fc.oneof(fc.jsonValue(), fc.tuple(types), fc.tuple(types, fc.oneof(fc.nat(4), fc.jsonValue())), fc.tuple(types, fc.nat(4), body), fc.tuple(types, fc.nat(4), fc.constantFrom('register', 'leave', 'peers', 'x'), body));

        await fc.assert(fc.asyncProperty(fc.array(fc.array(message, { maxLength: 4 }), { maxLength: 4 }), async frames =>
        {
            const { link, channel } = await createScriptedLink({ invoker: echoInvoker });

            void link.invoke(createInvocation()).catch(() => undefined);
            frames.forEach(frame => channel.receive(...frame));
            channel.receive(['call', 1000, call]);
            await settle();

            const answered = channel.of('answer').some(([, number]) => number === 1000);

            expect(answered || channel.closedWith?.code === closeCodes.violation).toBe(true);
            link.close();
        }), { numRuns: 150 });
    });
});
