import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { hashContent } from '@jitar/manifest';

/** The content of a source. */
export interface SourceText
{
    readonly path: string;
    readonly code: string;
    /** The SHA-256 of the file. */
    readonly hash: string;
}

/** How many files are worked on before others have their turn. */
const batchSize = 64;

/**
 * Reads sources, one after the other: for files of this size a thread that waits is faster than one that is told.
 * Between some of them whatever else is in the process has its turn.
 */
export async function readSources(folder: string, paths: readonly string[]): Promise<readonly SourceText[]>
{
    return inTurns(paths, path =>
    {
        const bytes = readFileSync(join(folder, path));

        return { path, code: bytes.toString('utf8'), hash: hashContent(bytes) };
    });
}

/** Does the same with each of some items, and lets others have their turn now and then. */
export async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Result): Promise<readonly Result[]>
{
    const results: Result[] = [];

    for (const item of items)
    {
        results.push(work(item));

        if (results.length % batchSize === 0)
        {
            await setImmediate();
        }
    }

    return results;
}
