import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';
import { expect, it } from 'vitest';

/**
 * Bytes, minified and gzipped, with what it takes from other packages. The way values are walked through, written and
 * put together again is 6.6 kB of it, the kinds of values 2.4, errors 2.1, paths and dates 0.6, hosts' costs 0.3, small
 * values 0.4, the places of streams 0.1.
 */
const budget = 12_640;

it('the codec alone stays within its budget in a browser', async () =>
{
    const { outputFiles } = await build({
        stdin: { contents: "export { createCodec } from './index.ts';", resolveDir: fileURLToPath(new URL('../src', import.meta.url)) },
        bundle: true, minify: true, write: false, format: 'esm', platform: 'browser'
    });

    expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(budget);
});
