import { defineConfig } from 'vitest/config';

/** The tests of a package: beside the source, and in `test`. */
export function defineTests(options = {})
{
    return defineConfig({
        // Presets that declare tests must meet the copy that runs them.
        resolve: { dedupe: ['vitest'] },
        test: {
            include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
            environment: 'node',
            restoreMocks: true,
            // No test is a measurement: one that takes long on a busy machine has not failed.
            testTimeout: 60_000,
            hookTimeout: 60_000,
            // `npm test` adds these up.
            reporters: ['default', ['json', { outputFile: '.results/tests.json' }]],
            ...options
        }
    });
}
