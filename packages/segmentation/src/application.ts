import type { ExportModel, ImportedName, ModuleModel, StaticImport } from '@jitar/analysis';

import type { Resolution, Resolve } from './resolution.js';

/** Where the declaration of an exported name is in the end, behind all re-exports. */
export type FoundExport =
    | { readonly kind: 'declared'; readonly module: ModuleModel; readonly exported: ExportModel; readonly typeOnly: boolean }
    /** The namespace of a module; absent: of a package. */
    | { readonly kind: 'namespace'; readonly module?: ModuleModel }
    /** It comes from a package or an asset, or the module cannot be read. */
    | { readonly kind: 'outside' }
    | { readonly kind: 'missing' };

/** A name that a module imports, with its declaration. */
export interface ImportBinding
{
    readonly declaration: StaticImport;
    readonly name: ImportedName;
}

/** The modules of an application, as one whole. */
export interface Application
{
    readonly modules: readonly ModuleModel[];
    readonly get: (path: string) => ModuleModel | undefined;
    readonly resolve: Resolve;
    /** The module of the application that a specifier leads to, if it leads to one. */
    readonly resolveModule: (specifier: string, importer: ModuleModel) => ModuleModel | undefined;
    /** The export that a module declares itself. */
    readonly ownExport: (module: ModuleModel, name: string) => ExportModel | undefined;
    readonly importOf: (module: ModuleModel, local: string) => ImportBinding | undefined;
    readonly findExport: (module: ModuleModel, name: string) => FoundExport;
    /** The names that a module exports, as far as they are known. */
    readonly exportNames: (module: ModuleModel) => readonly string[];
    /** Forgets what it has read off a module, whose places in the text have changed. */
    readonly reread: (module: ModuleModel) => void;
}

/** Indexes the modules of an application. */
export function createApplication(modules: readonly ModuleModel[], resolve: Resolve): Application
{
    const modulesByPath = new Map(modules.map(module => [module.path, module]));
    const resolutions = new Map<string, Map<string, Resolution>>();
    const exportIndexes = new Map<ModuleModel, ReadonlyMap<string, ExportModel>>();
    const importIndexes = new Map<ModuleModel, ReadonlyMap<string, ImportBinding>>();

    const get = (path: string): ModuleModel | undefined => modulesByPath.get(path);

    const resolveOnce: Resolve = (specifier, importer) =>
    {
        const known = resolutions.get(importer) ?? new Map<string, Resolution>();
        const resolution = known.get(specifier) ?? resolve(specifier, importer);

        resolutions.set(importer, known);
        known.set(specifier, resolution);

        return resolution;
    };

    const resolveModule = (specifier: string, importer: ModuleModel): ModuleModel | undefined =>
    {
        const resolution = resolveOnce(specifier, importer.path);

        return resolution.kind === 'module' ? get(resolution.path) : undefined;
    };

    const ownExport = (module: ModuleModel, name: string): ExportModel | undefined =>
    {
        const index = exportIndexes.get(module) ?? new Map(module.exports.map(model => [model.name, model]));

        exportIndexes.set(module, index);

        return index.get(name);
    };

    const importOf = (module: ModuleModel, local: string): ImportBinding | undefined =>
    {
        const index = importIndexes.get(module) ?? new Map(module.imports.flatMap(declaration => declaration.kind === 'static'
            ? declaration.names.map(name => [name.local, { declaration, name }] as const)
            : []));

        importIndexes.set(module, index);

        return index.get(local);
    };

    const namespaceOf = (specifier: string, importer: ModuleModel): FoundExport =>
    {
        const module = resolveModule(specifier, importer);

        return { kind: 'namespace', ...module !== undefined && { module } };
    };

    const findIn = (specifier: string, importer: ModuleModel, search: { readonly name: string; readonly typeOnly: boolean; readonly visited: Set<string> }): FoundExport =>
    {
        const target = resolveModule(specifier, importer);
        const found = target === undefined ? { kind: 'outside' } as const : find(target, search.name, search.visited);

        return found.kind === 'declared' && search.typeOnly ? { ...found, typeOnly: true } : found;
    };

    const findOwn = (module: ModuleModel, exported: ExportModel, visited: Set<string>): FoundExport =>
    {
        if (exported.declaration.kind !== 'import')
        {
            return { kind: 'declared', module, exported, typeOnly: exported.declaration.kind === 'type' };
        }

        const binding = importOf(module, exported.declaration.local);

        if (binding === undefined)
        {
            return { kind: 'outside' };
        }

        return binding.name.imported === '*'
            ? namespaceOf(binding.declaration.specifier, module)
            : findIn(binding.declaration.specifier, module, { name: binding.name.imported, typeOnly: binding.name.typeOnly, visited });
    };

    const find = (module: ModuleModel, name: string, visited: Set<string>): FoundExport =>
    {
        const step = `${module.path}\n${name}`;

        if (visited.has(step))
        {
            return { kind: 'missing' };
        }

        visited.add(step);

        const own = ownExport(module, name);

        if (own !== undefined)
        {
            return findOwn(module, own, visited);
        }

        for (const reexport of module.reexports)
        {
            const match = reexport.names.find(({ exported }) => exported === name);

            if (match !== undefined)
            {
                return match.imported === '*' ? namespaceOf(reexport.specifier, module) : findIn(reexport.specifier, module, { name: match.imported, typeOnly: match.typeOnly, visited });
            }
        }

        return findInStars(module, name, visited);
    };

    const findInStars = (module: ModuleModel, name: string, visited: Set<string>): FoundExport =>
    {
        let fallback: FoundExport = { kind: module.problems.length > 0 ? 'outside' : 'missing' };

        for (const reexport of name === 'default' ? [] : module.reexports)
        {
            if (reexport.form !== 'all')
            {
                continue;
            }

            const found = findIn(reexport.specifier, module, { name, typeOnly: reexport.typeOnly, visited });

            if (found.kind === 'declared' || found.kind === 'namespace')
            {
                return found;
            }

            fallback = found.kind === 'outside' ? found : fallback;
        }

        return fallback;
    };

    const collectNames = (module: ModuleModel, visited: Set<ModuleModel>): readonly string[] =>
    {
        if (visited.has(module))
        {
            return [];
        }

        visited.add(module);

        return [
            ...module.exports.map(({ name }) => name),
            ...module.reexports.flatMap(({ names }) => names.map(({ exported }) => exported)),
            ...module.reexports.filter(({ form }) => form === 'all').flatMap(({ specifier }) =>
            {
                const target = resolveModule(specifier, module);

                return target === undefined ? [] : collectNames(target, visited).filter(name => name !== 'default');
            })
        ];
    };

    return {
        modules, get, resolve: resolveOnce, resolveModule, ownExport, importOf,
        findExport: (module, name) => find(module, name, new Set()),
        exportNames: module => [...new Set(collectNames(module, new Set()))],
        reread: module =>
        {
            exportIndexes.delete(module);
            importIndexes.delete(module);
        }
    };
}
