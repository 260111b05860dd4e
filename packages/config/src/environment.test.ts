import { describe, expect, it } from 'vitest';

import { createFolder, failureOf } from '../test/folders.js';
import { readEnvironment } from './index.js';

describe('readEnvironment', () =>
{
    it('adds what .env says to the environment of the process, which wins', async () =>
    {
        const folder = await createFolder({ '.env': 'PORT=3000\nKEY="a b"\n' });

        expect(await readEnvironment({ folder, processEnv: { PORT: '4000' } })).toEqual({ PORT: '4000', KEY: 'a b' });
    });

    it('needs no .env', async () =>
    {
        expect(await readEnvironment({ folder: await createFolder({}), processEnv: { A: '1' } })).toEqual({ A: '1' });
    });

    it('refuses a named file that does not exist', async () =>
    {
        const failure = await failureOf(readEnvironment({ folder: await createFolder({}), file: 'production.env', processEnv: {} }));

        expect(failure.code).toBe('FILE_NOT_FOUND');
        expect(failure.message).toContain('production.env');
    });
});
