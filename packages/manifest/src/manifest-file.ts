import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createError } from '@jitar/errors';

import type { Manifest } from './manifest.js';
import { parseManifest } from './parse-manifest.js';
import { manifestPath } from './path.js';

/**
 * Reads the manifest of a built application.
 *
 * @param folder - The target folder of the build.
 * @throws `BUILD_NOT_FOUND` where there is none; `INVALID_MANIFEST`.
 */
export async function readManifest(folder: string): Promise<Manifest>
{
    const file = join(folder, manifestPath);
    let text: string;

    try
    {
        text = await readFile(file, 'utf8');
    }
    catch (cause)
    {
        throw createError('BUILD_NOT_FOUND', { folder }, { cause });
    }

    return parseManifest(text, file);
}

/** The text of a manifest's file: the same manifest has the same text. */
export function formatManifest(manifest: Manifest): string
{
    return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Writes the manifest of a built application; who reads meanwhile gets the old one or the new one, never a part. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void>
{
    const file = join(folder, manifestPath);
    const temporary = `${file}.${randomUUID()}`;

    await mkdir(folder, { recursive: true });

    try
    {
        await writeFile(temporary, formatManifest(manifest));
        await rename(temporary, file);
    }
    catch (error)
    {
        await rm(temporary, { force: true });

        throw error;
    }
}
