import { describe, expect, it } from 'vitest';

import { checkServices } from './dependencies.js';

/** Services that answer what the test says; those that are missing cannot be reached. */
function createServices(answers: Record<string, string>): { fetch: typeof fetch; asked: string[] }
{
    const asked: string[] = [];

    return {
        asked,

        fetch: async input =>
        {
            const { url } = new Request(input);
            const answer = answers[new URL(url).host];

            asked.push(url);

            if (answer === undefined)
            {
                throw new TypeError('fetch failed');
            }

            return new Response(answer);
        }
    };
}

describe('checkServices', () =>
{
    it('asks each service; of several, one is enough', async () =>
    {
        const { fetch, asked } = createServices({ one: 'false', two: 'true', files: 'true' });
        const check = checkServices({ target: ['http://one', 'http://two/', 'http://three'], repository: ['http://files'] }, { fetch });

        expect(await check()).toEqual({ target: true, repository: true });
        expect(asked).toEqual(['http://one/health/status', 'http://two/health/status', 'http://three/health/status', 'http://files/health/status']);
    });

    it.each([['false'], ['<html>'], ['']])('takes %j for no sign of health', async answer =>
    {
        const { fetch } = createServices({ one: answer });

        expect(await checkServices({ target: ['http://one'], repository: ['http://lost'] }, { fetch })()).toEqual({ target: false, repository: false });
    });

    it('asks once a second, whoever asks it', async () =>
    {
        let time = 0;
        const { fetch, asked } = createServices({ one: 'true' });
        const check = checkServices({ target: ['http://one'] }, { fetch, now: () => time });

        await Promise.all([check(), check()]);
        time = 999;
        await check();
        expect(asked).toHaveLength(1);

        time = 1_000;
        await check();
        expect(asked).toHaveLength(2);
    });
});
