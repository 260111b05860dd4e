import { createRequire } from 'node:module';

import type { Position } from '@jitar/analysis';

import type { Diagnostic } from './diagnostic.js';

/** Longer lines are shown in part: one may be a whole bundle. */
const widest = 200;

/** How much of such a line stands before the place. */
const lead = 80;

/** Takes out what a terminal would obey instead of showing it; each is as wide as before. */
export function showControls(text: string): string
{
    // eslint-disable-next-line no-control-regex -- These are what it is about.
    return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD');
}

/** Writes the lines around a place of a text, with marks at the place. */
export function writeFrame(text: string, { line, column }: Position): string
{
    const cut = column > widest - lead ? column - lead : 0;
    const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map(content => content.slice(cut, cut + widest));

    // Loaded where there is something to show: most builds have no diagnostic.
    const { codeFrameColumns } = createRequire(import.meta.url)('@babel/code-frame') as typeof import('@babel/code-frame');

    return codeFrameColumns(showControls(lines.join('\n')), { start: { line, column: column - cut + 1 } });
}

/**
 * Adds the lines around the place to a diagnostic that has none: planning does not know the texts of segment files.
 *
 * @param text - That of the diagnostic's file.
 */
export function addFrame(diagnostic: Diagnostic, text: string): Diagnostic
{
    return diagnostic.frame === undefined ? { ...diagnostic, frame: writeFrame(text, diagnostic) } : diagnostic;
}
