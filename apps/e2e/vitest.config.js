import { defineTests } from '@tooling/vitest';

// Each file starts processes of its own; two cores carry one file at a time.
export default defineTests({ fileParallelism: false, testTimeout: 120_000, hookTimeout: 180_000 });
