import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';

import { tieToProcess } from './lifecycle.js';
import { createLogger } from './logger.js';

function createHost(): EventEmitter & { exit(code: number): void; codes: number[] }
{
    const codes: number[] = [];

    return Object.assign(new EventEmitter(), { codes, exit: (code: number) => { codes.push(code); } });
}

const logger = createLogger({ level: 'silent' });

describe('tieToProcess', () =>
{
    it.each(['SIGINT', 'SIGTERM'])('stops the service on %s, and then ends with 0', async signal =>
    {
        const host = createHost();
        let finish = (): void => { /* set below */ };
        const stop = vi.fn(() => new Promise<void>(resolve => { finish = resolve; }));

        tieToProcess({ logger, stop, process: host });
        host.emit(signal, signal);

        expect(stop).toHaveBeenCalledOnce();
        expect(host.codes).toEqual([]);

        finish();
        await vi.waitFor(() => { expect(host.codes).toEqual([0]); });
    });

    it('ends with 1 when stopping fails', async () =>
    {
        const host = createHost();

        tieToProcess({ logger, stop: () => Promise.reject(new Error('tear-down failed')), process: host });
        host.emit('SIGTERM', 'SIGTERM');

        await vi.waitFor(() => { expect(host.codes).toEqual([1]); });
    });

    it('ends at once on a second signal', () =>
    {
        const host = createHost();
        const stop = vi.fn(() => new Promise<void>(() => { /* never ends */ }));
        let time = 0;

        tieToProcess({ logger, stop, process: host, now: () => time });
        host.emit('SIGTERM', 'SIGTERM');
        time = 1_000;
        host.emit('SIGINT', 'SIGINT');

        expect(stop).toHaveBeenCalledOnce();
        expect(host.codes).toEqual([1]);
    });

    it('takes a signal that comes twice, from the terminal and through a parent process, as one', async () =>
    {
        const host = createHost();
        let finish = (): void => { /* set below */ };
        let time = 0;

        tieToProcess({ logger, stop: () => new Promise<void>(resolve => { finish = resolve; }), process: host, now: () => time });
        host.emit('SIGINT', 'SIGINT');
        time = 999;
        host.emit('SIGINT', 'SIGINT');
        host.emit('SIGTERM', 'SIGTERM');

        expect(host.codes).toEqual([]);

        finish();
        await vi.waitFor(() => { expect(host.codes).toEqual([0]); });
    });

    it('outlives what application code throws outside of any call', () =>
    {
        const host = createHost();
        const errors: string[] = [];
        const untie = tieToProcess({ logger: createLogger({ colors: false, errors: { write: text => errors.push(text) } }), stop: () => Promise.resolve(), process: host });

        host.emit('uncaughtException', new Error('thrown in a timer'));
        host.emit('unhandledRejection', 'just a text');
        untie();

        expect(errors.join('')).toContain('thrown in a timer');
        expect(errors.join('')).toContain('just a text');
        expect(host.codes).toEqual([]);
        expect(host.eventNames()).toEqual([]);
    });
});
