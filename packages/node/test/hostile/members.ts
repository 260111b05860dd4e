import { createHttpInvoker, createServiceApp, mountRpc } from '@jitar/http';
import type { ErrorListener } from '@jitar/http';
import { createWebSocketTransport, serve } from '@jitar/http/node';
import type { Serving } from '@jitar/http/node';
import { createLink } from '@jitar/link';
import type { Link } from '@jitar/link';
import { RemoteFailure } from '@jitar/protocol';
import type { Channel, EncodedPayload, Invocation, Invoker, ProcedureEntry, SegmentBundle } from '@jitar/protocol';
import { createRuntime } from '@jitar/runtime';
import type { Runtime } from '@jitar/runtime';
import { createCodec } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';
import { classes } from '@tooling/hostile';

export const callerCodec: Codec = createCodec({ classes, regExp: false });

const value = { kind: 'name', name: 'value', optional: false } as const;
const echo: ProcedureEntry = { fqn: 'hostile/echo', version: '0.0.0', access: 'public', parameters: [{ binding: value, rest: false }], stream: false, implementation: (given: unknown) => given };

/** Takes its argument apart: `([first, { second }, ...others], ...more)`. */
const take: ProcedureEntry = {
    fqn: 'hostile/take', version: '0.0.0', access: 'public', stream: false,
    parameters: [
        { binding: { kind: 'array', optional: false, elements: [{ kind: 'name', name: 'first', optional: true }, { kind: 'object', properties: [{ key: 'second', value: { kind: 'name', name: 'second', optional: true } }], optional: true }], rest: { kind: 'name', name: 'others', optional: true } }, rest: false },
        { binding: { kind: 'name', name: 'more', optional: true }, rest: true }
    ],
    implementation: () => 'taken'
};

const segment: SegmentBundle = { format: 1, name: 'hostile', procedures: [echo, take], classes, calls: [] };

/** A member that knows the classes, over HTTP and links. */
export async function startMember(runtime: Invoker, onError?: ErrorListener): Promise<Serving>
{
    const app = createServiceApp();
    // As the services of a cluster do: most calls pass no objects of fetch.
    const rpc = mountRpc(app, runtime, { onError });

    return serve({
        fetch: request => app.fetch(request),
        rpc,
        accept: channel => void createLink({ channel, role: 'listener', identity: { id: 'member', kind: 'gateway' }, invoker: runtime, heartbeat: false }).catch(() => undefined)
    }, { url: 'http://127.0.0.1:0' });
}

export async function dial(url: string): Promise<Link>
{
    return createLink({ channel: await connect(url), role: 'dialer', identity: { id: 'caller', kind: 'node' }, invoker: broken, heartbeat: false });
}

export function connect(url: string): Promise<Channel>
{
    return createWebSocketTransport().connect(url);
}

/** What the next calls to {@link broken} are answered with. */
export const script: { answer: EncodedPayload; fails: boolean } = { answer: { form: 'tagged', text: 'null' }, fails: false };

/** A member that somebody has taken over, or that has a defect: it answers anything. */
export const broken: Invoker = {
    invoke: () => script.fails
        ? Promise.reject(new RemoteFailure({ name: 'OutOfStock', message: 'Too few.', code: 'CONFLICT', status: 409, retryable: false, unstarted: false, payload: script.answer }))
        : Promise.resolve({ result: script.answer, headers: {} })
};

/** Answers over HTTP what the script has, as a broken service would. */
export function startBrokenService(): Promise<Serving>
{
    return serve({
        fetch: () => script.fails
            ? new Response(JSON.stringify({ error: { code: 'CONFLICT', message: 'Too few.', name: 'OutOfStock', payload: script.answer.text } }), { status: 409 })
            : new Response(script.answer.text, { headers: { 'x-jitar-data-encoding': 'tagged' } })
    }, { url: 'http://127.0.0.1:0' });
}

/** @param onError - Hears of what callers do not get to see. */
export function startGateway(url: string, onError: ErrorListener): Promise<Serving>
{
    return startMember(createHttpInvoker({ url }), onError);
}

export function startRuntime(remote?: Invoker): Runtime
{
    return createRuntime({ ...remote === undefined ? { segments: [segment] } : { remote }, classes });
}

export function invocation(args: EncodedPayload, overrides: Partial<Invocation> = {}): Invocation
{
    return { fqn: 'hostile/echo', match: 'compatible', args, headers: {}, caller: { kind: 'outside', trusted: false }, ...overrides };
}

/** A text that has whatever an error or its causes say. */
export function wordsOf(error: unknown, levels = 5): string
{
    return error instanceof Error && levels > 0 ? `${error.message} ${wordsOf(error.cause, levels - 1)}` : '';
}
