import { beforeAll, describe, expect, it } from 'vitest';

import { applicationFolder, buildApplication, createCluster } from './cluster.js';

beforeAll(() => { expect(buildApplication(applicationFolder)).toMatchObject({ code: 0 }); });

describe('a node that is stopped under load', () =>
{
    it('loses none of 200 calls, and a new node takes calls within a second', async () =>
    {
        await using cluster = createCluster(applicationFolder);

        const gateway = await cluster.start('gateway');
        const first = await cluster.start('back', { args: ['--log-level=debug'] });
        const second = await cluster.start('back', { args: ['--log-level=debug'] });

        await cluster.start('front');

        const call = async (): Promise<string> =>
        {
            const response = await fetch(`${gateway.url}/rpc/front/argumentsOf`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"kind":"rest"}' });

            return `${String(response.status)} ${await response.text()}`;
        };

        const ran = (service: { records: readonly { msg?: string; kind?: unknown }[] }): number => service.records.filter(({ msg, kind }) => msg === 'Call' && kind === 'run').length;

        // Sixteen callers make 200 calls; after 50 of them the first node gets its signal.
        const answers: string[] = [];
        let made = 0;
        let stopped: Promise<{ code: number | null; signal: string | null }> | undefined;

        await Promise.all(Array.from({ length: 16 }, async () =>
        {
            while (made < 200)
            {
                made++;
                answers.push(await call());

                if (answers.length >= 50 && stopped === undefined)
                {
                    stopped = cluster.stop(first);
                }
            }
        }));

        expect(answers.filter(answer => answer !== '200 a|b|c|d')).toEqual([]);
        expect(answers.length).toBe(200);
        expect(await stopped).toEqual({ code: 0, signal: null });
        expect(ran(first)).toBeGreaterThan(0);
        expect(ran(second)).toBeGreaterThan(ran(first));

        // Nothing else is restarted: only the newcomer knows that it is new.
        const third = await cluster.start('back', { args: ['--log-level=debug'] });
        const started = performance.now();

        while (ran(third) === 0 && performance.now() - started < 1_000)
        {
            expect(await call()).toBe('200 a|b|c|d');
        }

        expect(ran(third)).toBeGreaterThan(0);
        expect(performance.now() - started).toBeLessThan(1_000);
    });
});
