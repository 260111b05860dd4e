import pc from 'picocolors';

import { showControls } from './code-frame.js';
import type { Diagnostic } from './diagnostic.js';

/** How a diagnostic is shown. */
export interface FormatOptions
{
    /** Whether to colour it for a terminal; default `false`. */
    readonly colors?: boolean;
}

type Paint = (text: string) => string;

/**
 * Writes a diagnostic for people: the place, as terminals and editors make it clickable (columns count from 1
 * there), what is wrong, the lines around it, and the fix.
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string
{
    const { code, severity, file, line, column, message, fix, frame } = diagnostic;
    const colors = pc.createColors(options.colors ?? false);
    const mark = severity === 'error' ? colors.red : colors.yellow;

    return [
        `${colors.cyan(`${showControls(file)}:${String(line)}:${String(column + 1)}`)} ${mark(severity)} ${colors.dim(code)}`,
        colors.bold(showControls(message)),
        ...frame === undefined ? [] : ['', paintFrame(frame, mark, colors.dim), ''],
        `${colors.green('Fix:')} ${showControls(fix)}`
    ].join('\n');
}

/** Colours the marks at the place, and fades the numbers of the lines. */
function paintFrame(frame: string, mark: Paint, fade: Paint): string
{
    return frame.split('\n').map(line =>
    {
        const [, pointer = '', gutter = '', text = ''] = /^([> ])( *\d* \|)(.*)$/s.exec(line) ?? [];
        const isPointed = /^ +\^+$/.test(text) && !/\d/.test(gutter);

        return `${pointer === '>' ? mark(pointer) : pointer}${fade(gutter)}${isPointed ? mark(text) : text}`;
    }).join('\n');
}
