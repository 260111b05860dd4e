import rules from '@tooling/eslint';
import { defineConfig } from 'eslint/config';

export default defineConfig(
    { ignores: ['.work/**'] },
    rules,
    {
        // A procedure is asynchronous, whether it waits for something or not.
        files: ['**/*.ts'],
        rules: { '@typescript-eslint/require-await': 'off' }
    }
);
