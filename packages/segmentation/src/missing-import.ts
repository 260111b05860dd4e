import type { ModuleModel, Position } from '@jitar/analysis';

import type { Application } from './application.js';
import type { ImportWay } from './diagnostic-registry.js';
import type { Finding } from './reporter.js';
import { createFinding, findNearest } from './reporter.js';
import { leadsOut, relativeSpecifier } from './specifier.js';

/** Describes an import that leads to no module, with what it is likely to mean. */
export function describeMissing(application: Application, specifier: string, site: { readonly module: ModuleModel; readonly place: Position }): Finding
{
    return createFinding('IMPORT_NOT_FOUND', { specifier, way: wayOf(specifier, site.module), nearest: findNearestModule(application, site.module, specifier) }, site);
}

/** Describes the names that are imported from JSON: bundlers make exports of what it holds, JavaScript does not. */
export function describeJsonNames(application: Application, specifier: string, { module, names }: { readonly module: ModuleModel; readonly names: readonly { readonly imported: string; readonly place: Position }[] }): readonly Finding[]
{
    const resolution = application.resolve(specifier, module.path);
    const path = resolution.kind === 'asset' ? resolution.path : specifier;

    return names
        .filter(({ imported }) => imported !== 'default' && imported !== '*')
        .map(({ imported, place }) => createFinding('NAME_NOT_EXPORTED', { module: path, name: imported, nearest: undefined, hasNames: false }, { module, place }));
}

/** The relative specifier that a misspelt one is likely to mean: with the extension that is written, unless just that is wrong. */
function findNearestModule(application: Application, importer: ModuleModel, specifier: string): string | undefined
{
    const [, prefix, path] = /^(\.\/|(?:\.\.\/)+)(.+)$/.exec(specifier) ?? [];

    if (prefix === undefined || path === undefined)
    {
        return undefined;
    }

    const extension = /\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? '';
    const others = application.modules
        .filter(module => module !== importer)
        .map(module => ({ real: relativeSpecifier(importer.path, module.path), alike: relativeSpecifier(importer.path, module.path.replace(/\.\w+$/, extension)) }));
    const nearest = findNearest(path, others.filter(({ alike }) => alike.startsWith(prefix)).map(({ alike }) => alike.slice(prefix.length)));

    if (nearest === undefined)
    {
        return undefined;
    }

    return nearest === path ? others.find(({ alike }) => alike === specifier)?.real : prefix + nearest;
}

function wayOf(specifier: string, importer: ModuleModel): ImportWay
{
    if (specifier.startsWith('.'))
    {
        return leadsOut(importer.path, specifier) ? 'outside' : 'inside';
    }

    return specifier.startsWith('#') ? 'imports' : specifier.startsWith('/') || specifier === '' ? 'absolute' : 'paths';
}
