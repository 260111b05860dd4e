import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { hashContent, manifestPath } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { diagnosticRegistry } from '@jitar/segmentation';
import type { Diagnostic } from '@jitar/segmentation';

import { inBatches } from './batches.js';
import type { OutputDescription } from './built-module.js';
import type { CompileFailure } from './module-compiler.js';
import { listSourcesInTarget } from './output-files.js';
import { pathWithin } from './source-files.js';
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
    const diagnostics = failures.flatMap(({ module, messages }) => messages.map(({ text, place }) => ({
        ...describe('SYNTAX_ERROR', { problem: `${text.replace(/\.$/, '')}.` }),
        file: module.source === undefined ? module.path : `${prefix}${module.source}`,
        line: place?.line ?? 1,
        column: place?.column ?? 0
    })));

    // Each segment that runs a module compiles it, and finds the same.
    return [...new Map(diagnostics.map(diagnostic => [JSON.stringify(diagnostic), diagnostic])).values()];
}

/** Outputs that would take the place of each other, of an asset, or of something that the build has not made. */
export async function findConflicts(all: readonly OutputDescription[], context: OutputContext): Promise<Diagnostic[]>
{
    const { folders, prefix } = context;
    const taken = new Map<string, OutputDescription>();
    const conflicts: Diagnostic[] = [];

    for (const output of all)
    {
        const { path, source } = output;
        const other = taken.get(path);

        if (other !== undefined || path === manifestPath)
        {
            conflicts.push({ ...describe('OUTPUT_CONFLICT', { path, other: other === undefined ? 'the manifest' : nameOf(other, prefix) }), ...placeOf(source ?? path, prefix) });
        }

        taken.set(path, output);
    }

    const replacing = pathWithin(folders.target, folders.source) === undefined ? [] : await findReplacing(all, context);

    return [...conflicts, ...replacing.map(({ path, source }) => ({
        ...describe('OUTPUT_CONFLICT', { path, other: 'a file' }),
        ...placeOf(source ?? path, prefix),
        message: `Its output "${path}" would take the place of a file that the build has not written.`,
        fix: 'Set a "target" in jitar.json that holds nothing else, or rename one of the files.'
    }))];
}

function nameOf({ source }: OutputDescription, prefix: string): string
{
    return source === undefined ? 'a generated module' : `"${prefix}${source}"`;
}

/**
 * The outputs that would destroy a file: a source, or anything beside the sources that no earlier build listed. A
 * target folder apart from the sources needs no such care.
 */
async function findReplacing(outputs: readonly OutputDescription[], { folders, files, previous }: OutputContext): Promise<readonly OutputDescription[]>
{
    const sources = listSourcesInTarget(folders, files);
    const listed = new Set(previous?.written);
    const unlisted = outputs.filter(({ path }) => sources.has(path) || !listed.has(path));

    return inBatches(unlisted, 32, async output =>
    {
        const present = await readIfPresent(join(folders.target, output.path));

        return present === undefined || hashContent(present) === output.hash ? [] : [output];
    });
}

async function readIfPresent(path: string): Promise<Buffer | undefined>
{
    try
    {
        return await readFile(path);
    }
    catch
    {
        return undefined;
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
