import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { createCancelSource } from './index.js';
import type { CancelSignal } from './index.js';

describe('a cancel source', () =>
{
    it('tells each listener once, with the first reason, as an AbortController does', () =>
    {
        const controller = new AbortController();
        const source = createCancelSource();

        for (const { signal, abort } of [{ signal: source as CancelSignal, abort: (reason: unknown) => source.abort(reason) }, { signal: controller.signal as CancelSignal, abort: (reason: unknown) => controller.abort(reason) }])
        {
            const [heard, left, late] = [vi.fn(), vi.fn(), vi.fn()];

            signal.addEventListener('abort', heard, { once: true });
            signal.addEventListener('abort', heard, { once: true });
            signal.addEventListener('abort', left);
            signal.removeEventListener('abort', left);
            expect([signal.aborted, signal.reason]).toEqual([false, undefined]);

            abort('first');
            abort('second');
            signal.addEventListener('abort', late);

            expect([signal.aborted, signal.reason]).toEqual([true, 'first']);
            expect([heard, left, late].map(listener => listener.mock.calls.length)).toEqual([1, 0, 0]);
        }
    });

    it('tells all listeners, whatever one of them throws, and leaves that to the host', () =>
    {
        const uncaught: (() => void)[] = [];

        vi.stubGlobal('queueMicrotask', (task: () => void) => uncaught.push(task));
        onTestFinished(() => { vi.unstubAllGlobals(); });

        const source = createCancelSource();
        const heard: string[] = [];

        source.addEventListener('abort', () => { heard.push('first'); throw new Error('broken'); });
        source.addEventListener('abort', () => heard.push('second'));

        expect(() => source.abort('reason')).not.toThrow();
        expect(heard).toEqual(['first', 'second']);
        expect(uncaught).toHaveLength(1);
        expect(uncaught[0]).toThrow('broken');
    });
});
