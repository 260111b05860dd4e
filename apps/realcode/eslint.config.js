import rules from '@tooling/eslint/application';
import { defineConfig } from 'eslint/config';

// The drivers import the sources of packages, which only are there where a program is laid out.
export default defineConfig(rules, { ignores: ['programs/*/*.ts'] });
