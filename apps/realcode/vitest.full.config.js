import { defineTests } from '@tooling/vitest';

// All splits in all placements, some thirty minutes; a part of them with SPLITS, SPLITS_IN_SEVERAL and FIRST_SPLIT.
const { SPLITS = '50', SPLITS_IN_SEVERAL = SPLITS } = process.env;

export default defineTests({ fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000, env: { SPLITS, SPLITS_IN_SEVERAL, SPLITS_AVOIDED: SPLITS, REPORT: 'true' } });
