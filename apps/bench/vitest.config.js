import { defineTests } from '@tooling/vitest';

export default defineTests({ include: ['src/**/*.test.mjs'] });
