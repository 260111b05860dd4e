import { createHttpInvoker } from '@jitar/http';
import type { Serving } from '@jitar/http/node';
import { allowedBlock, amplify, measureBlock, payloads } from '@tooling/hostile';
import { guardTests } from '@tooling/hostile/guard';
import type { Texts } from '@tooling/hostile';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { callerCodec, invocation, script, startBrokenService, startGateway, startMember, startRuntime, wordsOf } from './members.js';

const guard = guardTests();

let member: Serving;
let service: Serving;
let gateway: Serving;
// What callers of the gateway do not get to see.
const unseen: unknown[] = [];

beforeAll(async () =>
{
    member = await startMember(startRuntime());
    service = await startBrokenService();
    gateway = await startGateway(service.url, error => unseen.push(error));
});

afterAll(() => Promise.all([member, gateway, service].map(serving => serving.close())));

interface Answer
{
    readonly status: number;
    readonly text: string;
}

async function post(url: string, body: string, mode: Texts['mode'], fqn = 'hostile/echo'): Promise<Answer>
{
    const response = await fetch(`${url}/rpc/${fqn}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...mode === 'tagged' && { 'x-jitar-data-encoding': 'tagged' } } });

    return { status: response.status, text: await response.text() };
}

/** An answer is a result, or an error with a code that somebody foresaw and nothing of the inside. */
function check({ status, text }: Answer): 'refused' | 'inert'
{
    if (status === 200)
    {
        return 'inert';
    }

    const { error } = JSON.parse(text) as { error: { code: string } };

    expect(error.code).toMatch(/^[A-Z_]+$/);
    expect(error.code).not.toBe('INTERNAL_ERROR');
    expect(text).not.toMatch(/leaked.secret|\n\s+at |node_modules/);

    return 'refused';
}

describe('arguments over HTTP', () =>
{
    it.each(payloads)('$name', ({ text, argumentText, mode, outcome }) => guard(text.length, async () =>
    {
        const answers = await Promise.all([post(member.url, argumentText, mode), post(member.url, argumentText, 'tagged'), post(member.url, text, mode), post(member.url, text, 'tagged'), post(member.url, text, 'plain')]);
        const outcomes = answers.map(check);

        if (outcome === 'refused')
        {
            expect(outcomes.slice(0, 4)).toEqual(['refused', 'refused', 'refused', 'refused']);
            expect(answers[0].status).toBe(400);
        }

        // Taken apart by a procedure.
        const bodies = ['first', 'others', '...others', '...more', '0', '0.second'].map(name => argumentText.replace('"value":', () => argumentText.startsWith('{"$tagged"') ? '"value":' : `"${name}":`).replace('{"value":', `{"${name}":`));

        (await Promise.all(bodies.map(body => post(member.url, body, mode, 'hostile/take')))).forEach(check);
    }));
});

describe('results over HTTP', () =>
{
    const caller = (): ReturnType<typeof createHttpInvoker> => createHttpInvoker({ url: service.url, codec: callerCodec });

    it.each(payloads)('$name', ({ text, outcome }) => guard(text.length, async () =>
    {
        Object.assign(script, { answer: { form: 'tagged', text }, fails: false });

        const result = await caller().invoke(invocation({ form: 'live', value: {} } as never)).then(() => 'inert', (error: unknown) =>
        {
            expect(error).toMatchObject({ code: 'VALUE_NOT_READABLE' });
            expect(wordsOf(error)).not.toMatch(/leaked.secret/);

            return 'refused';
        });

        expect(result).toBe(outcome);

        // Through a gateway, to those outside: what was answered is no fault of theirs.
        unseen.length = 0;

        const outside = await post(gateway.url, '{}', 'plain');

        if (outside.text.includes('"INTERNAL_ERROR"'))
        {
            expect(JSON.parse(outside.text)).toEqual({ error: { code: 'INTERNAL_ERROR', message: expect.any(String) as string, correlationId: expect.any(String) as string } });
            expect(unseen).toEqual([expect.objectContaining({ cause: expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as unknown })]);
        }
        else
        {
            check(outside);
        }

        const passed = await post(gateway.url, '{}', 'tagged');

        expect(passed.text).toBe(text);

        // In an error. What the error says of itself is lost with the payload, but never the error.
        Object.assign(script, { answer: { form: 'tagged', text }, fails: true });

        const thrown: unknown = await caller().invoke(invocation({ form: 'live', value: {} } as never)).catch((error: unknown) => error);

        expect(thrown).toBeInstanceOf(Error);

        if (outcome === 'refused')
        {
            expect(thrown).toMatchObject({ code: 'CONFLICT', status: 409, message: 'Too few.' });
        }

        for (const mode of ['plain', 'tagged'] as const)
        {
            const answer = await post(gateway.url, '{}', mode);

            expect(answer.status).toBe(409);
            expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'CONFLICT', message: 'Too few.' } });
        }
    }));
});

describe('a megabyte over HTTP', () =>
{
    it.each(amplify())('is refused before it is read: $name', async ({ make }) =>
    {
        const { argumentText, mode } = make();

        await guard(argumentText.length, async () =>
        {
            const { status, text } = await post(member.url, argumentText, mode);

            expect(status).toBe(413);
            expect(JSON.parse(text)).toMatchObject({ error: { code: 'BODY_TOO_LARGE' } });
        });
    });
});

describe('the largest body keeps the event loop for less than 100 ms', () =>
{
    it.each(amplify(190_000))('$name', async ({ make }) =>
    {
        const { argumentText, mode } = make();

        await guard(argumentText.length, async () =>
        {
            const block = await measureBlock(async () =>
            {
                const delay = monitorEventLoopDelay({ resolution: 1 });
                const used = process.cpuUsage();

                delay.enable();
                check(await post(member.url, argumentText, mode));
                delay.disable();

                const { user, system } = process.cpuUsage(used);

                // The longest turn of caller and member, and no more than all that they did.
                return Math.min(delay.max / 1e6, (user + system) / 1_000);
            });

            expect(block).toBeLessThan(allowedBlock);
        });
    });
});
