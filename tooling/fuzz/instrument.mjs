import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { createInstrumenter } from 'istanbul-lib-instrument';

const home = fileURLToPath(new URL('../../packages/serialization', import.meta.url));

/**
 * Loads the sources of the codec with a counter at each statement, function and branch, and what its tests make
 * values of.
 *
 * @param change - Changes the code before it is instrumented, to plant a defect; default: nothing.
 * @returns The exports of both, and `counters`, which may be set to zero at any time.
 */
export async function loadCodec(change)
{
    const [code, values] = await Promise.all([
        bundle(`export * from './src/index.ts';`),
        bundle(`export { values } from './test/values.ts'; export { classes } from './test/classes.ts'; export { sample } from 'fast-check';`)
    ]);
    const changed = change?.(code);

    if (changed === code)
    {
        throw new Error('The change does not fit the code any more.');
    }

    const instrumenter = createInstrumenter({ esModules: true, compact: false, produceSourceMap: false, coverageVariable: '__codecCoverage__' });
    const codec = await importCode(instrumenter.instrumentSync(changed ?? code, 'codec.mjs'));

    return { codec, values: await importCode(values), counters: takeOverCounters(globalThis.__codecCoverage__['codec.mjs']) };
}

async function bundle(contents)
{
    const { outputFiles } = await build({ stdin: { contents, resolveDir: home, loader: 'ts' }, bundle: true, format: 'esm', platform: 'node', target: 'node20', write: false });

    return outputFiles[0].text;
}

async function importCode(code)
{
    const folder = mkdtempSync(join(tmpdir(), 'jitar-fuzz-'));

    try
    {
        const file = join(folder, 'code.mjs');

        writeFileSync(file, code);

        return await import(pathToFileURL(file).href);
    }
    finally
    {
        rmSync(folder, { recursive: true });
    }
}

/** Lets the instrumented code count in one flat array, which is compared and cleared at a stroke. */
function takeOverCounters(coverage)
{
    const { s: statements, f: functions, b: branches } = coverage;
    const paths = Object.values(branches).map(list => list.length);
    const counters = new Uint32Array(Object.keys(statements).length + Object.keys(functions).length + paths.reduce((sum, length) => sum + length, 0));
    let used = 0;
    const take = length => counters.subarray(used, used += length);

    coverage.s = take(Object.keys(statements).length);
    coverage.f = take(Object.keys(functions).length);
    coverage.b = paths.map(take);

    return counters;
}
