import { RemoteFailure } from '@jitar/protocol';
import type { Invocation, Invoker } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createRouter, describeDestination } from './index.js';
import type { Router } from './index.js';

const procedures = [{ fqn: 'a', version: '1.0.0', access: 'public' as const, timeout: 5 }];
const invocation: Invocation = { fqn: 'a', version: '1.0.0', match: 'exact', args: { form: 'json', text: '{}' }, headers: {}, caller: { kind: 'outside', trusted: false } };
const refusing: Invoker = { invoke: () => Promise.reject(new RemoteFailure({ name: 'JitarError', message: 'no', code: 'SERVICE_UNREACHABLE', status: 503, retryable: true, unstarted: true, unanswered: true })) };

function createSetting(): { router: Router; describeNode: (now: number) => unknown }
{
    const router = createRouter({ now: () => 100, after: (_, action) => { queueMicrotask(action); return () => undefined; } });

    router.add({ id: 'node-1', invoker: refusing, procedures });
    router.add({ id: 'node-2', invoker: refusing, procedures });

    return { router, describeNode: now => router.members().filter(({ id }) => id === 'node-1').map(member => describeDestination(member, { now, calls: undefined }))[0] };
}

describe('describeDestination', () =>
{
    it('tells what may be called there', () =>
    {
        expect(createSetting().describeNode(0)).toEqual({ id: 'node-1', state: 'healthy', outstanding: 0, procedures: [{ fqn: 'a', version: '1.0.0' }] });
    });

    it.each([
        ['unhealthy', { healthy: false }],
        ['silent', { healthy: false, responsive: false }],
        ['draining', { healthy: false, responsive: false, draining: true }]
    ])('says %s of what is %o', (state, change) =>
    {
        const { router, describeNode } = createSetting();

        router.update('node-1', change);

        expect(describeNode(0)).toMatchObject({ state });
    });

    it('tells for how long one that fails gets no calls', async () =>
    {
        const { router, describeNode } = createSetting();

        await router.invoke(invocation).catch(() => undefined);

        expect(describeNode(300)).toMatchObject({ state: 'ejected', ejectedFor: 800 });
        expect(describeNode(5_000)).toMatchObject({ state: 'ejected', ejectedFor: 0 });
    });
});
