import { defineConfig } from 'vitest/config';

/** The tests of a package: beside the source, and in `test`. */
export function defineTests(options = {})
{
    return defineConfig({
        test: {
            include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
            environment: 'node',
            restoreMocks: true,
            ...options
        }
    });
}
