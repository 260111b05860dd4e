import type { Serving } from '@jitar/http/node';
import type { Link } from '@jitar/link';
import { describeFailure } from '@jitar/protocol';
import type { Channel } from '@jitar/protocol';
import type { Runtime } from '@jitar/runtime';
import { payloads } from '@tooling/hostile';
import { guardTests } from '@tooling/hostile/guard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { broken, connect, dial, invocation, script, startMember, startRuntime, wordsOf } from './members.js';

const guard = guardTests();
const codes = ['VALUE_NOT_READABLE', 'VALUE_NOT_SERIALIZABLE', 'INVALID_REQUEST', 'INVALID_ARGUMENT', 'UNKNOWN_ARGUMENT', 'MISSING_ARGUMENT'];

let members: Serving[];
let link: Link;
let caller: Runtime;

beforeAll(async () =>
{
    members = [await startMember(startRuntime()), await startMember(broken)];
    link = await dial(members[0]!.url);
    caller = startRuntime(await dial(members[1]!.url));
});

afterAll(async () =>
{
    caller.dispose();
    await Promise.all(members.map(member => member.close()));
});

/** What a call came to: a result, or a failure with a code that somebody foresaw. */
function outcomeOf(call: Promise<unknown>): Promise<'refused' | 'inert'>
{
    return call.then(() => 'inert', (error: unknown) =>
    {
        const { code, message } = describeFailure(error);

        expect(codes).toContain(code);
        expect(`${message} ${wordsOf(error)}`).not.toMatch(/leaked.secret/);

        return 'refused';
    });
}

describe('arguments over a link', () =>
{
    it.each(payloads)('$name', ({ text, argumentText, mode, outcome }) => guard(text.length, async () =>
    {
        const form = mode === 'plain' ? 'json' : 'tagged';
        const calls = [invocation({ form, text: argumentText }), invocation({ form, text }), invocation({ form: 'tagged', text: argumentText }), invocation({ form: 'json', text })];
        const outcomes = await Promise.all(calls.map(call => outcomeOf(link.invoke(call))));

        expect(outcomes.slice(0, 2)).toEqual(outcome === 'refused' ? ['refused', 'refused'] : [outcomes[0], outcomes[1]]);
    }));
});

describe('results over a link', () =>
{
    it.each(payloads)('$name', ({ text, outcome, mode }) => guard(text.length, async () =>
    {
        Object.assign(script, { answer: { form: mode === 'plain' ? 'json' : 'tagged', text }, fails: false });

        const result = await outcomeOf(caller.call('hostile/echo'));

        // Between members regular expressions may cross, where they are ones.
        expect(result === outcome || text.includes('$RegExp')).toBe(true);

        Object.assign(script, { answer: { form: 'tagged', text }, fails: true });

        const thrown: unknown = await caller.call('hostile/echo').catch((error: unknown) => error);

        expect(wordsOf(thrown)).not.toMatch(/leaked.secret/);

        if (outcome === 'refused' && !text.includes('$RegExp'))
        {
            expect(thrown).toMatchObject({ name: 'OutOfStock', message: 'Too few.', code: 'CONFLICT' });
        }
    }));
});

/** A member that keeps to the protocol until it is trusted, and then says what it likes. */
async function intrude(url: string): Promise<{ readonly channel: Channel; readonly closed: Promise<number>; readonly alive: Promise<string> }>
{
    const channel = await connect(url);
    let close: (code: number) => void = () => undefined;
    let live: (word: string) => void = () => undefined;
    const alive = new Promise<string>(resolve => live = resolve);
    const closed = new Promise<number>(resolve => close = resolve);

    await new Promise<void>(resolve =>
    {
        channel.open({
            message(data)
            {
                const text = String(data);

                if (text.includes('"hello"'))
                {
                    channel.send('[["proof",null]]');
                }

                if (text.includes('"pong"'))
                {
                    live('open');
                }

                if (text.includes('"proof"'))
                {
                    channel.send('[["ready"]]');
                    resolve();
                }
            },
            close: ({ code }) => close(code)
        });
        channel.send(JSON.stringify([['hello', { versions: [1], identity: { id: `intruder-${String(Math.random())}`, kind: 'node' }, nonce: '0'.repeat(32), keyed: false }]]));
    });

    return { channel, closed, alive };
}

describe('frames of a member that says what it likes', () =>
{
    const call = (body: string): string => `[["call",1,{"fqn":"hostile/echo","match":"compatible","form":"tagged","args":"{}","caller":{"kind":"outside","trusted":false},${body}}]]`;

    it.each(payloads.filter(({ text }) => text.length < 10_000))('cost it its link, or nothing: $name', ({ text }) => guard(text.length, async () =>
    {
        const isJson = (() =>
        {
            try
            {
                return JSON.parse(text) !== undefined;
            }
            catch
            {
                return false;
            }
        })();

        const frames = isJson
            ? [text, `[${text}]`, `[["call",1,${text}]]`, `[["answer",${text},{}]]`, `[["ask",1,"register",${text}]]`, call(`"headers":${text}`), call(`"caller":${text}`), `[["error",1,${text}]]`]
            : [text, `[["call",1,{"fqn":"hostile/echo","args":${JSON.stringify(text)}}]]`];

        await Promise.all(frames.map(async frame =>
        {
            const { channel, closed, alive } = await intrude(members[0]!.url);

            channel.send(frame);
            channel.send('[["ping"]]');

            // Either the link is closed for the breach, or it goes on as if nothing had been said.
            expect([4400, 'open']).toContain(await Promise.race([closed, alive]));
            channel.close();
        }));

        expect(await outcomeOf(link.invoke(invocation({ form: 'json', text: '{"value":1}' })))).toBe('inert');
    }));
});
