import pc from 'picocolors';

import type { Diagnostic } from './diagnostic.js';

/** How a diagnostic is shown. */
export interface FormatOptions
{
    /** Whether to colour it for a terminal; default `false`. */
    readonly colors?: boolean;
}

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
        `${colors.cyan(`${file}:${String(line)}:${String(column + 1)}`)} ${mark(severity)} ${colors.dim(code)}`,
        message,
        ...frame === undefined ? [] : ['', frame, ''],
        `${colors.green('Fix:')} ${fix}`
    ].join('\n');
}
