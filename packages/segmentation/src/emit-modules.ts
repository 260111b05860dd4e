import type { Language } from '@jitar/analysis';
import { classTablePath, runModulePath, segmentBundlePath } from '@jitar/manifest';
import MagicString from 'magic-string';

import { writeBundleModule, writeClassTable } from './bundle-module.js';
import type { Plan, PlannedModule } from './plan.js';
import { runModuleCode } from './run-module.js';
import { writeStubModule } from './stub-module.js';

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

function emitSource(module: PlannedModule, sourceMaps: boolean): EmittedModule
{
    const { path, model, segment, edits, imports, packages } = module;
    const emitted = { path, language: model.language, source: model.path, ...segment !== undefined && { segment }, imports, packages };

    if (edits.length === 0)
    {
        return { ...emitted, code: model.code };
    }

    const text = new MagicString(model.code);

    for (const { start, end, text: replacement } of edits)
    {
        text.update(start, end, replacement);
    }

    return {
        ...emitted,
        code: text.toString(),
        ...sourceMaps && { map: text.generateMap({ source: model.path, includeContent: true, hires: 'boundary' }).toString() }
    };
}

function emitGenerated(path: string, code: string, imports: readonly string[]): EmittedModule
{
    return { path, code, language: 'js', imports: [...new Set(imports)], packages: [] };
}

/**
 * Writes the modules of the built application, one after the other: the rewritten modules, the stubs, the segment
 * bundles, the class table of the outer view, and the module that finds the host runtime.
 *
 * The plan must be free of errors: what a diagnostic warns of as an error is left out of the code.
 */
export function* emitModules(plan: Plan, options: EmitOptions = {}): Generator<EmittedModule>
{
    const { sourceMaps = true } = options;

    for (const module of plan.modules)
    {
        yield emitSource(module, sourceMaps);
    }

    for (const module of plan.stubs)
    {
        yield emitGenerated(module.path, writeStubModule(module), module.stubs.length === 0 ? [] : [runModulePath]);
    }

    for (const segment of plan.segments)
    {
        const imports = [...segment.procedures, ...segment.classes].map(({ path }) => path);

        yield emitGenerated(segmentBundlePath(segment.name), writeBundleModule(segment), imports);
    }

    yield emitGenerated(classTablePath, writeClassTable(plan.outer.classes), plan.outer.classes.map(({ path }) => path));
    yield emitGenerated(runModulePath, runModuleCode, []);
}
