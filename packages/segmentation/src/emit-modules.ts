import type { Language, SyntaxFeature } from '@jitar/analysis';
import { classTablePath, runModulePath, segmentBundlePath } from '@jitar/manifest';
import MagicString from 'magic-string';

import { writeBundleModule, writeClassTable } from './bundle-module.js';
import type { Edit, Plan, PlannedModule, PlannedOuterView, PlannedSegment, PlannedStubModule } from './plan.js';
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
    /** The text of the source, where no map is needed: all that was not rewritten stands where it stood. */
    readonly original?: string;
    /** What has to be compiled, beside types and JSX. */
    readonly syntax?: readonly SyntaxFeature[];
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
    /**
     * Whether typed modules keep the lines of their sources, with empty ones in the place of what is taken out; those
     * where that puts all code at its old place come without a map, and with the `original`. Default `false`.
     */
    readonly keepLines?: boolean;
}

/** A part of a plan that becomes one module. */
export type PlannedPart =
    | { readonly kind: 'module'; readonly path: string; readonly planned: PlannedModule }
    | { readonly kind: 'stubs'; readonly path: string; readonly planned: PlannedStubModule }
    | { readonly kind: 'bundle'; readonly path: string; readonly planned: PlannedSegment }
    | { readonly kind: 'classes'; readonly path: string; readonly planned: PlannedOuterView }
    | { readonly kind: 'run'; readonly path: string; readonly planned: string };

function emitSource(module: PlannedModule, { sourceMaps, keepLines }: Required<Pick<EmitOptions, 'sourceMaps' | 'keepLines'>>): EmittedModule
{
    const { path, model, segment, edits, imports, packages } = module;
    const emitted = { path, language: model.language, source: model.path, ...segment !== undefined && { segment }, ...model.syntax.length > 0 && { syntax: model.syntax }, imports, packages };

    if (edits.length === 0)
    {
        return { ...emitted, code: model.code, original: model.code };
    }

    if (keepLines && model.language !== 'js' && edits.every(edit => keepsPlaces(model.code, edit)))
    {
        return { ...emitted, code: replaceWithinLines(model.code, edits), original: model.code };
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

/** Whether an edit moves no code: there is none behind it in its line, and it adds no line. */
function keepsPlaces(code: string, { start, end, text }: Edit): boolean
{
    restOfLine.lastIndex = end;

    return (code.charAt(end - 1) === '\n' || restOfLine.test(code)) && countLines(text) <= countLines(code.slice(start, end));
}

const restOfLine = /[ \t;]*(?:\/\/.*)?(?:\r?\n|$)/y;

/** Makes the edits, with as many lines in each of them as there were. */
function replaceWithinLines(code: string, edits: readonly Edit[]): string
{
    const parts: string[] = [];
    let position = 0;

    for (const { start, end, text } of [...edits].sort((left, right) => left.start - right.start))
    {
        parts.push(code.slice(position, start), text, '\n'.repeat(countLines(code.slice(start, end)) - countLines(text)));
        position = end;
    }

    parts.push(code.slice(position));

    return parts.join('');
}

function countLines(text: string): number
{
    return text.split('\n').length;
}

function emitGenerated(path: string, code: string, imports: readonly string[]): EmittedModule
{
    return { path, code, language: 'js', imports: [...new Set(imports)], packages: [] };
}

/**
 * Lists what a plan becomes: the rewritten modules, the stubs, the segment bundles, the class table of the outer view,
 * and the module that finds the host runtime.
 */
export function listParts(plan: Plan): readonly PlannedPart[]
{
    return [
        ...plan.modules.map(planned => ({ kind: 'module', path: planned.path, planned } as const)),
        ...plan.stubs.map(planned => ({ kind: 'stubs', path: planned.path, planned } as const)),
        ...plan.segments.map(planned => ({ kind: 'bundle', path: segmentBundlePath(planned.name), planned } as const)),
        { kind: 'classes', path: classTablePath, planned: plan.outer },
        { kind: 'run', path: runModulePath, planned: runModuleCode }
    ];
}

/** Writes the module of one part. */
export function emitPart(part: PlannedPart, options: EmitOptions = {}): EmittedModule
{
    const { path } = part;

    switch (part.kind)
    {
        case 'module': return emitSource(part.planned, { sourceMaps: options.sourceMaps ?? true, keepLines: options.keepLines ?? false });
        case 'stubs': return emitGenerated(path, writeStubModule(part.planned), part.planned.stubs.length === 0 ? [] : [runModulePath]);
        case 'bundle': return emitGenerated(path, writeBundleModule(part.planned), [...part.planned.procedures, ...part.planned.classes].map(entry => entry.path));
        case 'classes': return emitGenerated(path, writeClassTable(part.planned.classes), part.planned.classes.map(entry => entry.path));
        case 'run': return emitGenerated(path, part.planned, []);
    }
}

/**
 * Writes the modules of the built application, one after the other, in the order of {@link listParts}.
 *
 * The plan must be free of errors: what a diagnostic warns of as an error is left out of the code.
 */
export function* emitModules(plan: Plan, options: EmitOptions = {}): Generator<EmittedModule>
{
    for (const part of listParts(plan))
    {
        yield emitPart(part, options);
    }
}
