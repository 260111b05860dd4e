import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { addFrame } from '@jitar/segmentation';
import type { Diagnostic } from '@jitar/segmentation';

import { inBatches } from './batches.js';

/** Adds the lines around the place to the diagnostics that have none, those of segment and resource files say. */
export async function addFrames(diagnostics: readonly Diagnostic[], project: string): Promise<readonly Diagnostic[]>
{
    const files = [...new Set(diagnostics.filter(({ frame }) => frame === undefined).map(({ file }) => file))];
    const texts = new Map(await inBatches(files, 32, async file => [[file, await readText(resolve(project, file))] as const]));

    return diagnostics.map(diagnostic =>
    {
        const text = texts.get(diagnostic.file);

        return text === undefined ? diagnostic : addFrame(diagnostic, text);
    });
}

/** The text of a file; `undefined` where it is gone, or holds something else. */
async function readText(file: string): Promise<string | undefined>
{
    try
    {
        const text = await readFile(file, 'utf8');

        return text.includes('\0') ? undefined : text;
    }
    catch
    {
        return undefined;
    }
}
