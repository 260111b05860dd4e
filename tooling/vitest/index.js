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
            // `npm test` adds these up.
            reporters: ['default', ['json', { outputFile: '.results/tests.json' }]],
            ...options
        }
    });
}
