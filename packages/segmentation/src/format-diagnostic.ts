import type { Diagnostic } from './diagnostic.js';

/** How a diagnostic is shown. */
export interface FormatOptions
{
    /** Whether to colour it for a terminal; default `false`. */
    readonly colors?: boolean;
}

/** Writes a diagnostic for people. */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string
{
    return diagnostic.message + String(options);
}
