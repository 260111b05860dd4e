import { describe, expect, it } from 'vitest';

import { createContextStorage } from './context-storage.js';

describe('createContextStorage', () =>
{
    it('follows the code through its pauses where the host can', async () =>
    {
        const storage = createContextStorage<string>();

        const seen = await storage.run('a', async () =>
        {
            await Promise.resolve();

            return storage.get();
        });

        expect(seen).toBe('a');
        expect(storage.get()).toBeUndefined();
    });

    it('holds up to the first pause elsewhere', async () =>
    {
        const storage = createContextStorage<string>({});

        const seen = await storage.run('a', async () =>
        {
            const before = storage.get();

            await Promise.resolve();

            return [before, storage.get()];
        });

        expect(seen).toEqual(['a', undefined]);
    });

    it('gives back the slot, also when the code throws', () =>
    {
        const storage = createContextStorage<string>({});

        storage.run('outer', () =>
        {
            expect(() => storage.run('inner', () => { throw new Error('x'); })).toThrow('x');
            expect(storage.get()).toBe('outer');
        });

        expect(storage.get()).toBeUndefined();
    });
});
