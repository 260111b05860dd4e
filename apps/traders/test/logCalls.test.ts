import { beforeEach, describe, expect, it, vi } from 'vitest';

import logCalls from '../src/logCalls.js';

const call = (agent?: string): Parameters<typeof logCalls>[0] => ({ fqn: 'sales/listMonths', version: undefined, getHeader: name => name === 'user-agent' ? agent : undefined });

describe('logCalls', () =>
{
    const lines: string[] = [];

    beforeEach(() =>
    {
        lines.length = 0;
        vi.spyOn(console, 'error').mockImplementation(line => void lines.push(String(line)));
    });

    it('logs who called what, and gives the answer back', async () =>
    {
        const answer = { status: 200, result: [] };

        await expect(logCalls(call('curl/8'), async () => answer)).resolves.toBe(answer);
        expect(lines).toEqual([expect.stringMatching(/^\[calls\] sales\/listMonths by curl\/8: answered 200, \d+ ms$/)]);
    });

    it('logs a failure, and throws it on', async () =>
    {
        await expect(logCalls(call(), async () => { throw new TypeError('no'); })).rejects.toThrow('no');
        expect(lines).toEqual([expect.stringMatching(/^\[calls\] sales\/listMonths by somebody: failed, TypeError: no, \d+ ms$/)]);
    });

    it('keeps a caller from writing lines of its own', async () =>
    {
        await logCalls(call('a\n[calls] b\u001b[2J'), async () => ({}));

        expect(lines[0]).toMatch(/^\[calls\] sales\/listMonths by a\?\[calls\] b\?\[2J: answered, \d+ ms$/);
    });
});
