import type { JitarError } from '@jitar/errors';
import type { Manifest } from '@jitar/manifest';
import type { Diagnostic } from '@jitar/segmentation';

import type { SegmentSummary } from './segment-summary.js';

/** What came of a build. */
export type BuildResult = BuiltApplication | FailedBuild;

/** A build without errors. */
export interface BuiltApplication
{
    readonly succeeded: true;
    /** Warnings. */
    readonly diagnostics: readonly Diagnostic[];
    readonly segments: readonly SegmentSummary[];
    /** The files of the target that were written because they changed, the manifest included. */
    readonly written: readonly string[];
    /** The files of an earlier build that were removed. */
    readonly removed: readonly string[];
    readonly manifest: Manifest;
}

/** A build with errors: nothing was written or removed. */
export interface FailedBuild
{
    readonly succeeded: false;
    /** Everything that is wrong, warnings included. */
    readonly diagnostics: readonly Diagnostic[];
    /** `BUILD_FAILED`, with the number of errors. */
    readonly error: JitarError;
}

/** How far a build is. */
export interface BuildProgress
{
    /** What has been done: sources listed, modules analysed, the split planned, the output compiled, and written. */
    readonly step: 'list' | 'analyze' | 'plan' | 'compile' | 'write';
    /** How many files it was done with. */
    readonly files: number;
}
