import type { CallEnd, CallStart, Observer } from '@jitar/protocol';
import { describe, expect, it, vi } from 'vitest';

import { invocation, recordingInvoker } from '../test/builders.js';
import { joinObservers, observeForwards } from './observation.js';

function createListener(): { observer: Observer; heard: (CallStart & CallEnd)[] }
{
    const heard: (CallStart & CallEnd)[] = [];

    return { heard, observer: start => end => { heard.push({ ...start, ...end }); } };
}

describe('observeForwards', () =>
{
    it('tells of each call who passes it on, where it goes and how it ended', async () =>
    {
        const { observer, heard } = createListener();
        const there = recordingInvoker();
        const failing = { invoke: () => Promise.reject(new Error('lost')) };
        const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

        await observeForwards(there, { observer, member: 'gateway', target: 'node-1' }).invoke(invocation('f', {}, { version: '2', headers: { traceparent } }));
        await observeForwards(failing, { observer, member: 'gateway', target: 'node-2' }).invoke(invocation('g')).catch(() => undefined);

        expect(heard).toMatchObject([
            { kind: 'forward', fqn: 'f', version: '2', member: 'gateway', target: 'node-1', outcome: 'ok', traceId: 'a'.repeat(32), parentId: 'b'.repeat(16), caller: { kind: 'outside' } },
            { kind: 'forward', fqn: 'g', member: 'gateway', target: 'node-2', outcome: 'error', error: { message: 'lost' } }
        ]);
        expect(there.invocations).toHaveLength(1);
    });

    it('fails no call, and keeps nobody else from hearing, when an observer fails', async () =>
    {
        const { observer, heard } = createListener();
        const defects: Observer[] = [() => { throw new Error('at the start'); }, () => () => { throw new Error('at the end'); }];
        const there = observeForwards(recordingInvoker(), { observer: joinObservers(...defects, observer), member: 'gateway', target: 'node-1' });

        await there.invoke(invocation('f'));
        await observeForwards(recordingInvoker(), { observer: defects[0], member: 'gateway', target: 'node-1' }).invoke(invocation('f'));
        await observeForwards(recordingInvoker(), { observer: defects[1], member: 'gateway', target: 'node-1' }).invoke(invocation('f'));

        expect(heard).toHaveLength(1);
    });

    it('tells of no dry run', async () =>
    {
        const { observer, heard } = createListener();

        await observeForwards(recordingInvoker(), { observer, member: 'gateway', target: 'node-1' }).invoke(invocation('f', {}, { dryRun: true }));

        expect(heard).toEqual([]);
    });

    it('is nothing at all where nobody listens', () =>
    {
        const invoker = recordingInvoker();

        expect(observeForwards(invoker, { observer: undefined, member: 'gateway', target: 'node-1' })).toBe(invoker);
    });
});

describe('joinObservers', () =>
{
    it('tells all of them of begin and end, also those that care for no end', () =>
    {
        const { observer, heard } = createListener();
        const indifferent = vi.fn(() => undefined);
        const start: CallStart = { fqn: 'f', version: undefined, kind: 'run', member: 'node', segment: 's', caller: { kind: 'outside', trusted: false }, at: 0, traceId: '', spanId: '', parentId: undefined };

        joinObservers(indifferent, observer, undefined, observer)?.(start)?.({ outcome: 'ok', duration: 1 });

        expect(heard).toHaveLength(2);
        expect(indifferent).toHaveBeenCalledWith(start);
    });

    it('reports spans where one of them does', () =>
    {
        const { observer } = createListener();
        const quiet: Observer = Object.assign(() => undefined, { spans: false });

        expect(joinObservers(quiet, quiet)?.spans).toBe(false);
        expect(joinObservers(quiet, observer)?.spans).toBe(true);
    });

    it('is none of none, and one of one', () =>
    {
        const { observer } = createListener();

        expect(joinObservers(undefined)).toBeUndefined();
        expect(joinObservers(undefined, observer)).toBe(observer);
    });
});
