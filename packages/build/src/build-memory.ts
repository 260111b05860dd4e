import type { ModuleModel } from '@jitar/analysis';
import type { Manifest } from '@jitar/manifest';
import type { Diagnostic } from '@jitar/segmentation';

import type { BuiltModule } from './built-module.js';
import type { SegmentSummary } from './segment-summary.js';

/** A module as it was analysed. */
export interface KnownModel
{
    /** Stands for all that the model is made from. */
    readonly key: string;
    readonly model: ModuleModel;
}

/** A file of the target folder, as it was left. */
export interface KnownFile
{
    /** The SHA-256 of its content. */
    readonly hash: string;
    /** Tells whether somebody has touched it since. */
    readonly stamp: string;
}

/** A build that came to its end. */
export interface LastBuild
{
    /** Stands for everything that it was made from. */
    readonly inputs: string;
    readonly diagnostics: readonly Diagnostic[];
    readonly segments: readonly SegmentSummary[];
    readonly manifest: Manifest;
}

/** What a builder remembers from one build to the next. */
export interface BuildMemory
{
    /** By the path of the source. */
    readonly models: Map<string, KnownModel>;
    /** By the path in the target. */
    readonly modules: Map<string, BuiltModule>;
    /** By the path in the target. */
    readonly files: Map<string, KnownFile>;
    last: LastBuild | undefined;
}

/** A memory of nothing. */
export function createMemory(): BuildMemory
{
    return { models: new Map(), modules: new Map(), files: new Map(), last: undefined };
}
