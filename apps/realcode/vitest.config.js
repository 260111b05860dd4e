import { defineTests } from '@tooling/vitest';

// Each program starts processes of its own; two cores carry one at a time.
export default defineTests({ fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000 });
