import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { manifestPath } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { diagnosticRegistry } from '@jitar/segmentation';
import type { Diagnostic } from '@jitar/segmentation';

import { inBatches } from './batches.js';
import type { CompileFailure } from './module-compiler.js';
import { listSourcesInTarget } from './output-files.js';
import type { OutputFile } from './output-files.js';
import type { BuildFolders, SourceFiles } from './source-files.js';

/** What outputs are held against. */
export interface OutputContext
{
    readonly folders: BuildFolders;
    readonly files: SourceFiles;
    readonly previous: Manifest | undefined;
    /** Goes before the paths of sources in diagnostics. */
    readonly prefix: string;
}

/** What cannot be compiled. */
export function describeFailures(failures: readonly CompileFailure[], prefix: string): Diagnostic[]
{
    return failures.flatMap(({ module, messages }) => messages.map(({ text, location }) => ({
        ...describe('SYNTAX_ERROR', { problem: text }),
        file: module.source === undefined ? module.path : `${prefix}${module.source}`,
        line: location?.line ?? 1,
        column: location?.column ?? 0
    })));
}

/** Outputs that would take the place of each other, of an asset, or of something that the build has not made. */
export async function findConflicts(outputs: readonly OutputFile[], context: OutputContext): Promise<Diagnostic[]>
{
    const { folders, files, prefix } = context;
    const sources = listSourcesInTarget(folders, files);
    const assets = folders.source === folders.target ? [] : files.assets;
    const taken = new Map<string, string>([[manifestPath, 'the manifest']]);
    const conflicts: Diagnostic[] = [];

    for (const { path, source } of [...outputs, ...assets.map(path => ({ path, source: path }))])
    {
        const other = taken.get(path);

        if (other !== undefined)
        {
            conflicts.push({ ...describe('OUTPUT_CONFLICT', { path, other }), ...placeOf(source ?? path, prefix) });
        }

        taken.set(path, source === undefined ? 'a generated module' : `"${prefix}${source}"`);
    }

    const replacing = await inBatches(outputs, 32, async output => await replacesForeignFile(output, sources, context) ? [output] : []);

    return [...conflicts, ...replacing.map(({ path, source }) => ({
        ...describe('OUTPUT_CONFLICT', { path, other: `"${prefix}${path}"` }),
        ...placeOf(source ?? path, prefix),
        message: `Its output "${path}" would take the place of a file that the build has not written.`,
        fix: 'Set a "target" other than the "source" in jitar.json, or rename one of the files.'
    }))];
}

/**
 * Whether an output would destroy a file: a source, or, among sources, anything that no earlier build listed. In a
 * target folder of its own the build may replace what it finds.
 */
async function replacesForeignFile({ path, content }: OutputFile, sources: ReadonlySet<string>, { folders, previous }: OutputContext): Promise<boolean>
{
    if (!sources.has(path) && (folders.source !== folders.target || previous?.written.includes(path) === true))
    {
        return false;
    }

    try
    {
        return await readFile(join(folders.target, path), 'utf8') !== content;
    }
    catch
    {
        return false;
    }
}

type CheckedCode = 'SYNTAX_ERROR' | 'OUTPUT_CONFLICT';

function describe<Code extends CheckedCode>(code: Code, details: Parameters<(typeof diagnosticRegistry)[Code]['message']>[0]): Pick<Diagnostic, 'code' | 'severity' | 'message' | 'fix'>
{
    const { severity, message, fix } = diagnosticRegistry[code];

    return { code, severity, message: message(details as never), fix: fix(details as never) };
}

function placeOf(path: string, prefix: string): Pick<Diagnostic, 'file' | 'line' | 'column'>
{
    return { file: `${prefix}${path}`, line: 1, column: 0 };
}
