import type { ViteUserConfig } from 'vitest/config';

export declare function defineTests(options?: ViteUserConfig['test']): ViteUserConfig;
