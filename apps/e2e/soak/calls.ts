import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** A kind of call, and what has to come of it. */
export interface CallKind
{
    readonly name: string;
    /** How many of a thousand calls are of this kind. */
    readonly share: number;
    /** Makes one. @returns What was wrong; `undefined`: nothing. */
    readonly make: (url: string, number: number) => Promise<string | undefined>;
}

/** What the application spells. */
const large = 'abcdefghijklmnopqrstuvwxyz'.repeat(40_330).slice(0, 1_048_576);

/** Milliseconds after which a caller gives up on a call that would take longer. */
const patience = 15;

export const callKinds: readonly CallKind[] = [
    { name: 'once', share: 400, make: (url, number) => expectText(`${url}/rpc/work/echo?text=${String(number)}&milliseconds=5`, String(number)) },
    { name: 'idempotent', share: 200, make: (url, number) => expectText(`${url}/rpc/work/echoOften?text=${String(number)}&milliseconds=5`, String(number)) },
    { name: 'two hops', share: 250, make: (url, number) => expectText(`${url}/rpc/relay/relayEcho?text=${String(number)}&milliseconds=5`, String(number)) },
    { name: 'posted', share: 65, make: (url, number) => expectText(`${url}/rpc/relay/relayEcho`, `né ${String(number)}`, { text: `né ${String(number)}`, milliseconds: '0' }) },
    { name: 'large', share: 5, make: url => expectText(`${url}/rpc/relay/relaySpelling?length=${String(large.length)}`, large) },
    { name: 'stream', share: 20, make: (url, number) => expectText(`${url}/rpc/relay/relayCount?to=${String(number % 50)}`, linesTo(number % 50)) },
    { name: 'left stream', share: 10, make: async url => leaveStream(`${url}/rpc/relay/relayCount?to=1000000`) },
    { name: 'error', share: 30, make: async url => expectConflict(`${url}/rpc/relay/relayRefusal`) },
    { name: 'aborted', share: 20, make: async url => expectAbort(`${url}/rpc/relay/relayEcho?text=never&milliseconds=200`) }
];

/** The kind of a call: each has its share of any thousand calls, spread evenly. */
export function kindOf(number: number): CallKind
{
    // 387 and 1000 have no common factor: a thousand numbers in a row fall on a thousand places.
    let place = number * 387 % 1_000;

    for (const kind of callKinds)
    {
        place -= kind.share;

        if (place < 0)
        {
            return kind;
        }
    }

    throw new Error('The shares do not add up to a thousand.');
}

/** Makes a call. @returns How long it took in milliseconds, and what was wrong. */
export async function makeCall(url: string, number: number): Promise<{ readonly milliseconds: number; readonly failure: string | undefined }>
{
    const { name, make } = kindOf(number);
    const begin = performance.now();
    let failure: string | undefined;

    try
    {
        failure = await make(url, number);
    }
    catch (error)
    {
        failure = String((error as Error).cause ?? error);
    }

    return { milliseconds: performance.now() - begin, failure: failure === undefined ? undefined : `${name} ${String(number)}: ${failure}` };
}

async function expectText(url: string, expected: string, body?: object): Promise<string | undefined>
{
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const text = await response.text();

    return response.status === 200 && text === expected ? undefined : describe(response, text);
}

async function expectConflict(url: string): Promise<string | undefined>
{
    const response = await fetch(url);
    const text = await response.text();

    return response.status === 409 && text.includes('It is taken.') ? undefined : describe(response, text);
}

async function expectAbort(url: string): Promise<string | undefined>
{
    const controller = new AbortController();
    const answer = fetch(url, { signal: controller.signal }).then(response => `answered ${String(response.status)}`, (error: unknown) => (error as Error).name);

    await wait(patience);
    controller.abort();

    const outcome = await answer;

    return outcome === 'AbortError' ? undefined : outcome;
}

async function leaveStream(url: string): Promise<string | undefined>
{
    const response = await fetch(url);
    const reader = response.body?.getReader();
    const first = await reader?.read();

    await reader?.cancel();

    return response.status === 200 && first?.done === false ? undefined : describe(response, '');
}

function linesTo(count: number): string
{
    return `${Array.from({ length: count }, (_, index) => `${String(index + 1)}\n`).join('')}{"done":true}\n`;
}

function describe({ status, headers }: Response, text: string): string
{
    return `${String(status)} ${headers.get('x-jitar-error-code') ?? ''} ${text.slice(0, 80)}`;
}
