import { defineTests } from '@tooling/vitest';

// All splits, in all placements: some twenty minutes.
export default defineTests({ fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000, env: { SPLITS: '50', SPLITS_IN_SEVERAL: '50', REPORT: 'true' } });
