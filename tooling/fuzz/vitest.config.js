import { defineTests } from '@tooling/vitest';

export default defineTests({ include: ['*.test.mjs'] });
