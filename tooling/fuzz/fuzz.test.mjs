import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const main = fileURLToPath(new URL('main.mjs', import.meta.url));

function fuzz(...options)
{
    return run(process.execPath, ['--expose-gc', main, ...options], { maxBuffer: 100_000_000 });
}

it('finds no text in a minute that the codec reads badly', { timeout: 300_000 }, async () =>
{
    const { stdout } = await fuzz('--seconds', '60');
    const figures = JSON.parse(stdout.trim().split('\n').at(-1));

    console.log(stdout.trim().split('\n').at(-1));

    // It ran, and got further than what it began with.
    expect(figures.runs).toBeGreaterThan(figures.seeds + 1_000);
    expect(figures.places).toBeGreaterThan(figures.seedPlaces);
});

it('finds a defect that is planted: a step of a path that is no text', { timeout: 300_000 }, async () =>
{
    const failure = await fuzz('--seconds', '60', '--seed', '1', '--from', 'typeof name === "string" ? name :', '--to', 'true ? name :').then(() => undefined, error => error);

    expect(failure?.code).toBe(1);
    expect(failure.stderr).toContain('threw TypeError');
    expect(failure.stderr).toContain('The text, also in');
});
