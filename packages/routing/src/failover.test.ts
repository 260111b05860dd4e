import { RemoteFailure } from '@jitar/protocol';
import type { Invocation, Invoker } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createFailover } from './index.js';
import type { Failover } from './index.js';

const invocation: Invocation = { fqn: 'a', match: 'compatible', args: { form: 'json', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false } };

function serve(text: string): Invoker
{
    return { invoke: async ({ deadline }) => ({ result: { form: 'tagged', text: deadline === undefined ? text : `${text} until ${String(deadline)}` }, headers: {} }) };
}

const refusing: Invoker = { invoke: () => Promise.reject(new RemoteFailure({ name: 'JitarError', message: 'no', code: 'SERVICE_UNREACHABLE', status: 503, retryable: true, unstarted: true, unanswered: true })) };

function createSetting(places: Record<string, Invoker>): { failover: Failover; call: () => Promise<string>; clock: { now: number } }
{
    const clock = { now: 0 };
    const failover = createFailover({ now: () => clock.now, after: (_, action) => { queueMicrotask(action); return () => undefined; } });

    Object.entries(places).forEach(([id, invoker]) => failover.add({ id, invoker }));

    const call = async (): Promise<string> =>
    {
        try
        {
            return ((await failover.invoke(invocation)).result as { text: string }).text;
        }
        catch (error)
        {
            return error instanceof RemoteFailure ? error.envelope.code ?? 'none' : (error as { code: string }).code;
        }
    };

    return { failover, call, clock };
}

describe('several places', () =>
{
    it('are called in order: the first that is there gets all', async () =>
    {
        const { failover, call } = createSetting({ one: serve('one'), two: serve('two') });

        expect([await call(), await call()]).toEqual(['one', 'one']);

        failover.remove('one');
        expect(await call()).toBe('two');

        failover.remove('two');
        expect(await call()).toBe('NO_NODE_FOR_PROCEDURE');
    });

    it('are asked for all calls when they refuse some: others may be for who has less to do', async () =>
    {
        let asked = 0;
        const full: Invoker = {
            invoke: () =>
            {
                asked++;

                return Promise.reject(new RemoteFailure({ name: 'JitarError', message: 'no', code: 'OVERLOADED', status: 503, retryable: true, unstarted: true }));
            }
        };
        const { call } = createSetting({ one: full });

        await Promise.all(Array.from({ length: 10 }, call));
        expect(asked).toBe(10);

        await Promise.all(Array.from({ length: 10 }, call));
        expect(asked).toBe(20);
    });

    it('take over for one that cannot be reached, which is asked again a second later', async () =>
    {
        const { failover, call, clock } = createSetting({ one: refusing, two: serve('two') });

        expect([await call(), await call()]).toEqual(['two', 'two']);

        failover.add({ id: 'three', invoker: serve('three') });
        clock.now = 1000;
        expect(await call()).toBe('two');

        failover.add({ id: 'one', invoker: serve('one') });
        expect(await call()).toBe('one');
    });

    it('take over after the call that found one unreachable, where the host does not tell whether it was sent', async () =>
    {
        const unsure: Invoker = { invoke: () => Promise.reject(new RemoteFailure({ name: 'JitarError', message: 'no', code: 'SERVICE_UNREACHABLE', status: 503, retryable: true, unstarted: false, unanswered: true })) };
        const { call } = createSetting({ one: unsure, two: serve('two') });

        expect([await call(), await call(), await call()]).toEqual(['SERVICE_UNREACHABLE', 'two', 'two']);
    });

    it('take over for one that is silent, until it is back', async () =>
    {
        const { failover, call } = createSetting({ one: serve('one'), two: serve('two') });

        failover.update('one', { responsive: false });
        expect(await call()).toBe('two');

        failover.update('one', { responsive: true });
        expect(await call()).toBe('one');
    });

    it('all refusing tell what the last one said', async () =>
    {
        const { call } = createSetting({ one: refusing, two: refusing });

        expect(await call()).toBe('SERVICE_UNREACHABLE');
    });
});
