import { hosts } from '@jitar/protocol';
import type { Host, StubCall } from '@jitar/protocol';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { runModuleCode } from './run-module.js';

type CreateRun = (url: string) => (fqn: string, version: string, args: object, self: unknown) => Promise<unknown>;

let createRun: CreateRun;

beforeAll(async () =>
{
    ({ createRun } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(runModuleCode)}`) as { createRun: CreateRun });
});

afterEach(() => void hosts().splice(0));

function addHost(name: string, options: { readonly root?: string; readonly active?: boolean } = {}): StubCall[]
{
    const calls: StubCall[] = [];
    const host: Host = {
        root: options.root,
        active: () => options.active ?? false,
        run: async call =>
        {
            calls.push(call);

            return name;
        }
    };

    hosts().push(host);

    return calls;
}

describe('the module that finds the host runtime', () =>
{
    it('hands the call over with the segment that its URL names', async () =>
    {
        const calls = addHost('any');

        expect(await createRun('file:///app/a.remote.js?social%20bff')('a', '1.0.0', { b: 1 }, 'self')).toBe('any');
        await createRun('file:///app/a.remote.js')('a', '0.0.0', {}, undefined);

        expect(calls).toEqual([
            { fqn: 'a', version: '1.0.0', args: { b: 1 }, self: 'self', segment: 'social bff' },
            { fqn: 'a', version: '0.0.0', args: {}, self: undefined, segment: '' }
        ]);
    });

    it('takes the runtime inside whose call it runs, else the last one that has the application', async () =>
    {
        addHost('active', { root: 'file:///app/', active: true });
        addHost('idle', { root: 'file:///app/' });
        addHost('other', { root: 'file:///other/', active: true });

        expect(await createRun('file:///app/a.remote.js')('a', '0.0.0', {}, undefined)).toBe('active');

        hosts().shift();

        expect(await createRun('file:///app/a.remote.js')('a', '0.0.0', {}, undefined)).toBe('idle');
    });

    it('says so where no runtime runs', async () =>
    {
        addHost('other', { root: 'file:///other/' });

        await expect(createRun('file:///app/a.remote.js')('a/b', '0.0.0', {}, undefined)).rejects.toMatchObject({
            code: 'NO_HOST_RUNTIME', message: '"a/b" was called where no Jitar runtime runs.'
        });
    });
});
