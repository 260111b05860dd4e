import type { Language } from '@jitar/analysis';

import type { Plan } from './plan.js';

/** A module of the built application, before types and JSX are taken out. */
export interface EmittedModule
{
    /** Where it goes, relative to the target folder. */
    readonly path: string;
    /** All type-only imports and exports are gone already: esbuild may run with `verbatimModuleSyntax`. */
    readonly code: string;
    readonly language: Language;
    /** A source map (version 3, as JSON) from `code` to the source; absent: nothing was moved, or there is no source. */
    readonly map?: string;
    /** The source module's path; absent: it is generated. */
    readonly source?: string;
    /** The segment that alone runs it; absent: it stands under its own name. */
    readonly segment?: string;
    /** The files of the built application that it imports, statically or dynamically, without a query. */
    readonly imports: readonly string[];
    /** The npm packages that it imports, by name; built-ins left out. */
    readonly packages: readonly string[];
}

/** How modules are emitted. */
export interface EmitOptions
{
    /** Default `true`. */
    readonly sourceMaps?: boolean;
}

/**
 * Writes the modules of the built application, one after the other: the rewritten modules, the stubs, the segment
 * bundles, the class table of the outer view, and the module that finds the host runtime.
 */
export function* emitModules(plan: Plan, options: EmitOptions = {}): Generator<EmittedModule>
{
    throw new Error(String(plan) + String(options));
}
