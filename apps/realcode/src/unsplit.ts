import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import type { Application } from './application.js';
import type { Split } from './split.js';

/** What an unsplit run tells. */
export interface UnsplitRun
{
    /** What the driver did, as text. */
    readonly record: string;
    /** The calls that crossed a boundary, in their order; ambiguous where several segments have the procedure. */
    readonly crossings: readonly { readonly name: string; readonly ambiguous: boolean }[];
    /** What could not be copied, by the call. */
    readonly refusals: readonly { readonly call: string; readonly message: string }[];
}

/** What an export is when it runs: `async function`, or what `typeof` says. */
export type Kinds = Readonly<Record<string, string>>;

const runNode = promisify(execFile);

/**
 * Runs a program as its authors wrote it, in one process, with values copied where a split has its boundaries.
 *
 * @param options.lenient - Whether what cannot be copied passes, and is only told.
 */
export async function runUnsplit({ reference, program }: Application, split: Split, options: { readonly lenient?: boolean } = {}): Promise<UnsplitRun>
{
    const boundaries = Object.fromEntries([...split].filter(([, segments]) => segments.length > 0)
        .map(([{ path, procedures, otherDefault }, segments]) => [addressOf(path, reference), { segments, procedures, otherDefault }]));

    return runScript('run.mjs', { driver: addressOf(program.driver, reference), boundaries }, { REFERENCE_LENIENT: String(options.lenient ?? false) }) as Promise<UnsplitRun>;
}

/** Loads a module as its authors wrote it, and tells what its exports are. */
export async function findKinds({ reference }: Application, path: string): Promise<Kinds>
{
    return runScript('kinds.mjs', addressOf(path, reference)) as Promise<Kinds>;
}

function addressOf(path: string, reference: string): string
{
    return pathToFileURL(join(reference, path.replace(/\.ts$/, '.js'))).href;
}

async function runScript(name: string, argument: unknown, env: Readonly<Record<string, string>> = {}): Promise<unknown>
{
    const script = fileURLToPath(new URL(`./reference/${name}`, import.meta.url));
    const { stdout } = await runNode(process.execPath, [script, JSON.stringify(argument)], { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } });

    return JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)) as unknown;
}
