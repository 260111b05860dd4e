import type { ClassEntry, Invocation, Invoker, Outcome, Parameter, ProcedureEntry, SegmentBundle } from '@jitar/protocol';

import type { Clock } from '../src/clock.js';

/** Parameters by name: `name`, `name?` for an optional one, `...name` for a rest. */
export function parameters(...names: string[]): Parameter[]
{
    return names.map(text =>
    {
        const rest = text.startsWith('...');
        const optional = text.endsWith('?');

        return { binding: { kind: 'name', name: text.replace('...', '').replace('?', ''), optional }, rest };
    });
}

/** A public procedure of version 0.0.0. */
export function procedure(fqn: string, implementation: (...args: never[]) => unknown, overrides: Partial<ProcedureEntry> = {}): ProcedureEntry
{
    return { fqn, version: '0.0.0', access: 'public', parameters: [], stream: false, implementation, ...overrides };
}

export function segment(name: string, procedures: readonly ProcedureEntry[], overrides: Partial<SegmentBundle> = {}): SegmentBundle
{
    return { format: 1, name, procedures, classes: [], calls: [], ...overrides };
}

/** The table entry of a class whose constructor takes its fields. */
export function classEntry(key: string, implementation: ClassEntry['implementation'], fields: readonly string[]): ClassEntry
{
    return { key, parameters: fields, fields, accessors: [], getters: [], implementation };
}

/** A call with plain JSON arguments by an untrusted caller. */
export function invocation(fqn: string, args: object = {}, overrides: Partial<Invocation> = {}): Invocation
{
    return { fqn, match: 'compatible', args: { form: 'json', text: JSON.stringify(args) }, headers: {}, caller: { kind: 'outside', trusted: false }, ...overrides };
}

/** A call of an embedding application. */
export function liveInvocation(fqn: string, args: object = {}, overrides: Partial<Invocation> = {}): Invocation
{
    return invocation(fqn, args, { args: { form: 'live', value: args }, ...overrides });
}

/** The result of an outcome, from its text where it has one. */
export function resultOf({ result }: Outcome): unknown
{
    return result.form === 'live' ? result.value : JSON.parse(result.text) as unknown;
}

/** An invoker that keeps what it is asked, and answers with a text. */
export function recordingInvoker(answer: string | (() => Promise<Outcome>) = 'null'): Invoker & { readonly invocations: Invocation[] }
{
    const invocations: Invocation[] = [];

    return {
        invocations,

        async invoke(call)
        {
            invocations.push(call);

            return typeof answer === 'string' ? { result: { form: 'tagged', text: answer }, headers: {} } : answer();
        }
    };
}

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock
{
    readonly timers: number;
    advance(milliseconds: number): void;
}

export function createTestClock(): TestClock
{
    let now = 1_000;
    const timers = new Set<{ readonly at: number; readonly action: () => void }>();

    return {
        now: () => now,

        after(milliseconds, action)
        {
            const timer = { at: now + milliseconds, action };

            timers.add(timer);

            return () => timers.delete(timer);
        },

        get timers() { return timers.size; },

        advance(milliseconds)
        {
            now += milliseconds;

            for (const timer of [...timers].filter(({ at }) => at <= now))
            {
                timers.delete(timer);
                timer.action();
            }
        }
    };
}

/** Resolves when everything that only waits for promises has run. */
export async function settled(): Promise<void>
{
    await new Promise(resolve => setImmediate(resolve));
}
