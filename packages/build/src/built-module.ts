import { hashContent } from '@jitar/manifest';
import type { PlannedModule, PlannedPart } from '@jitar/segmentation';

import type { CompiledModule } from './module-compiler.js';

/** A module of the built application, as far as it is known without its text. */
export interface BuiltModule
{
    readonly path: string;
    /** The source module's path; absent: it is generated. */
    readonly source?: string;
    /** The segment that alone runs it. */
    readonly segment?: string;
    readonly imports: readonly string[];
    readonly packages: readonly string[];
    /** Stands for all that it is made from: with the same origin it is the same again. */
    readonly origin: string;
    /** The SHA-256 of its file. */
    readonly hash: string;
    /** The SHA-256 of its source map, if it has one. */
    readonly mapHash?: string;
}

/** What a module of the built application becomes known by. */
export function describeBuilt({ path, source, segment, imports, packages, code, sourceMap }: CompiledModule, origin: string): BuiltModule
{
    return {
        path,
        ...source !== undefined && { source },
        ...segment !== undefined && { segment },
        imports, packages, origin,
        hash: hashContent(code),
        ...sourceMap !== undefined && { mapHash: hashContent(sourceMap) }
    };
}

/** A file of the target folder. */
export interface OutputDescription
{
    readonly path: string;
    /** The path of the source; absent: it is generated. */
    readonly source?: string | undefined;
    /** The SHA-256 of its content. */
    readonly hash: string;
}

const outputs = new WeakMap<BuiltModule, readonly OutputDescription[]>();

/** The files of a built module: its code, and its source map. */
export function outputsOf(module: BuiltModule): readonly OutputDescription[]
{
    const known = outputs.get(module);

    if (known !== undefined)
    {
        return known;
    }

    const { path, source, hash, mapHash } = module;
    const described = [{ path, source, hash }, ...mapHash === undefined ? [] : [{ path: mapPathOf(path), source, hash: mapHash }]];

    outputs.set(module, described);

    return described;
}

/** Where the source map of a built module is. */
export function mapPathOf(path: string): string
{
    return `${path}.map`;
}

/**
 * What a part of a plan is made from.
 *
 * @param hashes - The SHA-256 of the sources by path.
 * @param settings - Stands for how modules are compiled.
 */
export function originOf(part: PlannedPart, hashes: ReadonlyMap<string, string>, settings: string): string
{
    const content = part.kind === 'module' ? [...describePlanned(part.planned), hashes.get(part.planned.model.path)] : part.planned;

    return hashContent(JSON.stringify([settings, part.kind, part.path, content])).slice(0, 32);
}

function describePlanned({ segment, edits, imports, packages }: PlannedModule): readonly unknown[]
{
    return [segment, edits, imports, packages];
}
