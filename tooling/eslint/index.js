import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** One set of rules for all packages: what type-aware linting can prove, and no matters of taste. */
export default defineConfig(
    { ignores: ['**/dist/**', '**/*.d.ts', 'test/fixtures/**', 'test/golden/**', '**/.jitar/**', '.readme/**', '.results/**', '.work/**', '.demo/**'] },
    eslint.configs.recommended,
    {
        files: ['**/*.{ts,tsx}'],
        extends: [tseslint.configs.strictTypeChecked],
        languageOptions: { parserOptions: { projectService: true } },
        rules: {
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
            '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
            '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
            '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
            '@typescript-eslint/unified-signatures': 'off',
            'eqeqeq': 'error',
            'curly': 'error'
        }
    },
    {
        files: ['**/*.test.ts', 'test/**/*.ts'],
        rules: {
            '@typescript-eslint/no-non-null-assertion': 'off',
            '@typescript-eslint/require-await': 'off',
            '@typescript-eslint/no-extraneous-class': 'off'
        }
    },
    {
        files: ['**/*.{js,mjs}'],
        languageOptions: { globals: globals.nodeBuiltin },
        rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] }
    }
);
