import type { ModuleModel, Parameter } from '@jitar/analysis';
import type { ResourceConfig, SegmentConfig } from '@jitar/config';
import type { Access } from '@jitar/protocol';

import type { Diagnostic } from './diagnostic.js';
import type { Resolve } from './resolution.js';

/** What an application is split by. */
export interface PlanInput
{
    readonly modules: readonly ModuleModel[];
    readonly segments: readonly SegmentConfig[];
    readonly resources: readonly ResourceConfig[];
    readonly resolve: Resolve;
    /** Whether a package, or a built-in, surely runs on servers only; default: what begins with `node:`. */
    readonly isServerOnly?: (name: string) => boolean;
    /** Goes before the paths of modules in diagnostics: `src/`. Default: nothing. */
    readonly sourcePrefix?: string;
}

/** How an application is split: everything that is emitted, and everything that is wrong. */
export interface Plan
{
    readonly segments: readonly PlannedSegment[];
    readonly outer: PlannedOuterView;
    /** The modules that come from sources, each once for each place where it is needed. */
    readonly modules: readonly PlannedModule[];
    readonly stubs: readonly PlannedStubModule[];
    /** In the order of files and lines; with an error among them, nothing should be emitted. */
    readonly diagnostics: readonly Diagnostic[];
}

/** What goes into `<name>.segment.js`. */
export interface PlannedSegment
{
    readonly name: string;
    /** The paths of the modules that its file lists. */
    readonly modules: readonly string[];
    readonly procedures: readonly PlannedProcedure[];
    readonly classes: readonly PlannedClass[];
    /** The procedures of other segments that it calls, its resources included. */
    readonly calls: readonly ProcedureReference[];
}

/** What goes into `jitar.classes.js`. */
export interface PlannedOuterView
{
    readonly classes: readonly PlannedOuterClass[];
    readonly calls: readonly ProcedureReference[];
}

/** A procedure by its name and version. */
export interface ProcedureReference
{
    readonly fqn: string;
    readonly version: string;
}

/** A procedure of a segment. */
export interface PlannedProcedure extends ProcedureReference
{
    readonly access: Access;
    readonly parameters: readonly Parameter[];
    /** Whether it is an async generator. */
    readonly stream: boolean;
    readonly timeout?: number;
    readonly idempotent?: boolean;
    /** The path of the source module that exports it, and the name it exports it by. */
    readonly source: string;
    readonly exported: string;
    /** Where the segment's implementation is, in the built application. */
    readonly path: string;
}

/** A class of a class table. */
export interface PlannedClass
{
    readonly key: string;
    readonly parameters: readonly string[];
    readonly fields: readonly string[];
    readonly accessors: readonly string[];
    readonly getters: readonly string[];
    readonly source: string;
    readonly exported: string;
    readonly path: string;
}

/** A class of the outer view's table. */
export interface PlannedOuterClass extends PlannedClass
{
    /** What its module reaches outside the application, built-ins included. */
    readonly packages: readonly string[];
}

/** A source module as one segment, or the outer view, runs it. */
export interface PlannedModule
{
    /** Where it goes in the built application. */
    readonly path: string;
    readonly model: ModuleModel;
    /** The segment for which it is; absent: it stands under its own name, for the outer view and for all. */
    readonly segment?: string;
    /** `local`: one of the segment's own; `copy`: the segment's instance of a shared module or of a class; `shared`: for everyone; `resource`; `outer`: of the outer view alone. */
    readonly role: 'local' | 'copy' | 'shared' | 'resource' | 'outer';
    readonly edits: readonly Edit[];
    /** The files of the built application that it imports, statically or dynamically, without a query. */
    readonly imports: readonly string[];
    /** The packages that it imports, by name; built-ins left out. */
    readonly packages: readonly string[];
}

/** A part of the source that is replaced. */
export interface Edit
{
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

/** The stubs of one module. */
export interface PlannedStubModule
{
    readonly path: string;
    readonly source: string;
    readonly stubs: readonly PlannedStub[];
}

/** A function that calls a procedure elsewhere. */
export interface PlannedStub extends ProcedureReference
{
    readonly exported: string;
    /** The function's own name, where it has one. */
    readonly name?: string;
    readonly parameters: readonly Parameter[];
    readonly stream: boolean;
}
