import { defineConfig } from 'eslint/config';

import rules from './index.js';

/** The rules for applications, whose procedures are asynchronous whether they wait for something or not. */
export default defineConfig(
    rules,
    {
        files: ['**/*.ts'],
        rules: { '@typescript-eslint/require-await': 'off' }
    }
);
