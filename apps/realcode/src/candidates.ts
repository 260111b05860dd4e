import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { analyzeModule } from '@jitar/analysis';
import type { ExportModel, ModuleModel } from '@jitar/analysis';

import type { Application } from './application.js';

/** A module that could go to a segment: other modules call asynchronous functions of it. */
export interface Candidate
{
    readonly path: string;
    /** Its asynchronous functions, by the name of their export: the name under which they are procedures. */
    readonly procedures: Readonly<Record<string, string>>;
    /** Whether it has a default export that is none of these. */
    readonly otherDefault: boolean;
}

/** Finds the modules of an application that export asynchronous functions which other modules import. */
export async function findCandidates({ source, modules }: Application): Promise<readonly Candidate[]>
{
    const models = new Map<string, ModuleModel>();

    for (const path of modules)
    {
        models.set(path, analyzeModule({ path, code: await readFile(join(source, path), 'utf8') }));
    }

    const used = new Set([...models.values()].flatMap(model => findUsed(model, models)));

    return [...models.values()].filter(({ path }) => used.has(path)).map(model => describeCandidate(model));
}

function describeCandidate({ path, exports }: ModuleModel): Candidate
{
    const procedures = Object.fromEntries(exports.filter(isProcedure).map(model => [model.name, qualifyName(path, model)]));

    return { path, procedures, otherDefault: !('default' in procedures) && exports.some(({ name }) => name === 'default') };
}

function qualifyName(path: string, { name, declaration }: ExportModel): string
{
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const file = path.slice(folder.length).replace(/\.\w+$/, '');

    if (name !== 'default')
    {
        return folder + name;
    }

    return file === 'index' ? folder.slice(0, -1) : folder + ((declaration.kind === 'function' ? declaration.name : undefined) ?? file);
}

function isProcedure({ declaration }: ExportModel): boolean
{
    return declaration.kind === 'function' && declaration.async && !declaration.generator;
}

/** The modules whose asynchronous functions a module imports, through any number of re-exports. */
function findUsed(model: ModuleModel, models: ReadonlyMap<string, ModuleModel>): readonly string[]
{
    const found: string[] = [];

    for (const imported of model.imports)
    {
        for (const { imported: name } of imported.kind === 'static' && !imported.typeOnly ? imported.names : [])
        {
            const target = resolveModule(imported.specifier, model.path, models);

            // Of a namespace any function may be called.
            found.push(...name === '*' ? findNames(target, models).flatMap(member => findProcedure(target, member, models)) : findProcedure(target, name, models));
        }
    }

    return found;
}

function findNames(model: ModuleModel | undefined, models: ReadonlyMap<string, ModuleModel>): readonly string[]
{
    return model === undefined ? [] : [
        ...model.exports.map(({ name }) => name),
        ...model.reexports.flatMap(({ form, specifier, names }) => form === 'all' ? findNames(resolveModule(specifier, model.path, models), models) : names.map(({ exported }) => exported))
    ];
}

/** The path of the module that declares an asynchronous function; none, where a name is something else. */
function findProcedure(model: ModuleModel | undefined, name: string, models: ReadonlyMap<string, ModuleModel>): readonly string[]
{
    if (model === undefined)
    {
        return [];
    }

    const own = model.exports.find(exported => exported.name === name);

    if (own !== undefined)
    {
        return isProcedure(own) ? [model.path] : [];
    }

    return model.reexports.flatMap(({ form, specifier, names }) =>
    {
        const target = resolveModule(specifier, model.path, models);

        return form === 'all' ? findProcedure(target, name, models) : names.filter(({ exported }) => exported === name).flatMap(({ imported }) => findProcedure(target, imported, models));
    });
}

function resolveModule(specifier: string, importer: string, models: ReadonlyMap<string, ModuleModel>): ModuleModel | undefined
{
    const path = new URL(specifier, `file:///${importer}`).pathname.slice(1);

    return specifier.startsWith('.') ? models.get(path) ?? models.get(path.replace(/\.js$/, '.ts')) : undefined;
}
