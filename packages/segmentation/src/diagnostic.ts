import type { DiagnosticCode, Severity } from './diagnostic-registry.js';

/** A mistake in the application, or something that deserves a look, with its place and its fix. Plain data. */
export interface Diagnostic
{
    readonly code: DiagnosticCode;
    readonly severity: Severity;
    /** The path of a source file, or of a segment or resource file. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
    /** From 0. */
    readonly column: number;
    /** What is wrong, in one sentence. */
    readonly message: string;
    /** What to do, in one sentence. */
    readonly fix: string;
    /** The lines around the place, where the text is known. */
    readonly frame?: string;
}
