import { createError } from '@jitar/errors';
import { hosts } from '@jitar/protocol';
import type { SegmentBundle } from '@jitar/protocol';
import { afterEach, describe, expect, it } from 'vitest';

import { classEntry, createTestClock, invocation, parameters, procedure, recordingInvoker, resultOf, segment } from '../test/builders.js';

import { createRuntime } from './runtime.js';
import type { Runtime, RuntimeOptions } from './runtime.js';

const runtimes: Runtime[] = [];

function runtimeOf(options: RuntimeOptions = {}): Runtime
{
    const runtime = createRuntime(options);

    runtimes.push(runtime);

    return runtime;
}

afterEach(() => { runtimes.splice(0).forEach(runtime => runtime.dispose()); });

describe('createRuntime', () =>
{
    it('is found by generated code until it is disposed', () =>
    {
        const runtime = runtimeOf({ root: 'file:///app/' });

        expect(hosts()).toContain(runtime);
        expect(runtime.root).toBe('file:///app/');

        runtime.dispose();
        runtime.dispose();

        expect(hosts()).not.toContain(runtime);
    });

    it('has an id of its own', () =>
    {
        expect(runtimeOf().id).not.toBe(runtimeOf().id);
        expect(runtimeOf({ id: 'node-1' }).id).toBe('node-1');
    });

    it('replaces a segment that is loaded again', async () =>
    {
        const runtime = runtimeOf({ segments: [segment('sales', [procedure('f', async () => 1), procedure('g', async () => 1)])] });

        runtime.load(segment('sales', [procedure('f', async () => 2)]));

        expect(resultOf(await runtime.invoke(invocation('f')))).toBe(2);
        expect(runtime.describe().map(({ fqn }) => fqn)).toEqual(['f']);
    });

    it('counts the procedures that run', async () =>
    {
        let end = (): void => undefined;
        const runtime = runtimeOf({ segments: [segment('sales', [procedure('f', () => new Promise<void>(resolve => { end = resolve; }))])] });
        const call = runtime.call('f');

        expect(runtime.inFlight).toBe(1);
        end();
        await call;
        expect(runtime.inFlight).toBe(0);
    });
});

describe('call', () =>
{
    it('runs what is loaded, as the member itself, with copies', async () =>
    {
        const runtime = runtimeOf({ segments: [segment('sales', [
            procedure('f', async (order: { id: number }) => { order.id++; return order; }, { access: 'protected', parameters: parameters('order') }),
            procedure('hidden', async () => 1, { access: 'private' })
        ])] });

        const order = { id: 1 };

        expect(await runtime.call('f', { order })).toEqual({ id: 2 });
        expect(order).toEqual({ id: 1 });
        await expect(runtime.call('hidden')).rejects.toMatchObject({ code: 'PROCEDURE_NOT_FOUND' });
    });

    it('gives instances of the classes of the outer view', async () =>
    {
        class Order { constructor(readonly id: number) { } }

        const classes = [classEntry('Order', Order, ['id'])];
        const runtime = runtimeOf({ segments: [segment('sales', [procedure('f', async () => new Order(7))], { classes })] });

        await expect(runtime.call('f')).rejects.toMatchObject({ code: 'VALUE_NOT_READABLE' });
        runtime.setClasses(classes);
        expect(await runtime.call('f')).toBeInstanceOf(Order);
    });

    it('runs the highest version that is not above the requested one', async () =>
    {
        const runtime = runtimeOf({ segments: [segment('sales', ['1.0.0', '2.0.0'].map(version => procedure('f', async () => version, { version })))] });

        expect(await runtime.call('f', {}, { version: '1.5' })).toBe('1.0.0');
        await expect(runtime.call('f')).rejects.toMatchObject({ code: 'VERSION_REQUIRED' });
    });

    it('asks elsewhere for what is not loaded', async () =>
    {
        const remote = recordingInvoker('"there"');
        const runtime = runtimeOf({ id: 'node-1', clock: createTestClock(), remote });

        expect(await runtime.call('f', { a: 1 }, { version: '2', headers: { 'X-User': 'jane' }, timeout: 500 })).toBe('there');
        expect(remote.invocations[0]).toMatchObject({ version: '2', match: 'compatible', args: { form: 'tagged', text: '{"a":1}' }, headers: { 'x-user': 'jane' }, deadline: 1_500, caller: { kind: 'member', id: 'node-1' } });
    });

    it('asks who knows all versions, where the one that is loaded may not be the best', async () =>
    {
        const remote = recordingInvoker('"there"');
        const loaded = (...versions: string[]): SegmentBundle[] => [segment('sales', versions.map(version => procedure('f', async () => `here ${version}`, { version })))];
        const call = (versions: string[], version?: string): Promise<unknown> => runtimeOf({ remote, segments: loaded(...versions) }).call('f', {}, version === undefined ? {} : { version });

        expect(await call(['1.0.0'], '1.5')).toBe('there');
        expect(await call(['1.0.0'])).toBe('there');
        expect(await call(['1.0.0', '2.0.0'])).toBe('there');

        // Nothing is between these and what was asked for.
        expect(await call(['1.0.0'], '1')).toBe('here 1.0.0');
        expect(await call(['0.0.0', '2.0.0'])).toBe('here 0.0.0');
        expect(remote.invocations.map(({ dryRun }) => dryRun === true)).toEqual([true, false, true, false, false]);
    });

    it.each(['PROCEDURE_NOT_FOUND', 'TRUST_REQUIRED'] as const)('runs what is loaded where others have nothing to run (%s), and asks without running anything', async code =>
    {
        const remote = recordingInvoker(() => Promise.reject(createError(code, { fqn: 'f' })));
        const runtime = runtimeOf({ id: 'node-1', remote, segments: [segment('sales', ['1.0.0', '2.0.0'].map(version => procedure('f', async () => `here ${version}`, { version })))] });

        expect(await runtime.call('f', {}, { version: '3' })).toBe('here 2.0.0');
        expect(remote.invocations).toMatchObject([{ fqn: 'f', version: '3', match: 'compatible', dryRun: true, caller: { kind: 'member', id: 'node-1' } }]);
    });

    it('runs no lower version because others cannot be asked', async () =>
    {
        const remote = recordingInvoker(() => Promise.reject(createError('NO_NODE_FOR_PROCEDURE', { fqn: 'f' })));
        const runtime = runtimeOf({ remote, segments: [segment('sales', [procedure('f', async () => 'here', { version: '1.0.0' })])] });

        await expect(runtime.call('f', {}, { version: '2' })).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE' });
    });

    it('ends at its timeout, and when its signal aborts', async () =>
    {
        const clock = createTestClock();
        const controller = new AbortController();
        const runtime = runtimeOf({ clock, segments: [segment('sales', [procedure('f', () => new Promise(() => undefined))])] });
        const timed = runtime.call('f', {}, { timeout: 500 });
        const aborted = runtime.call('f', {}, { signal: controller.signal });

        clock.advance(500);
        controller.abort();

        await expect(timed).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        await expect(aborted).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
    });
});
