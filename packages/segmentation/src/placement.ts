import type { ModuleModel } from '@jitar/analysis';
import { modulePath, remoteModulePath, segmentModulePath } from '@jitar/manifest';

import type { Application } from './application.js';
import type { Membership, Procedure } from './membership.js';

/** Who looks at the application: a segment by its name, or the outer view. */
export type View = string | undefined;

/** Which implementation of a module a view gets. */
export interface Placement
{
    /**
     * `local`: the segment's own; `copy`: its instance of a shared module; `shared`: the one instance for all;
     * `resource`: the one instance of the process; `outer`: the outer view's instance; `class`: its copy of a
     * module of other segments that has no procedures; `remote`: stubs.
     */
    readonly kind: 'local' | 'copy' | 'shared' | 'resource' | 'outer' | 'class' | 'remote';
    /** Where it is in the built application. */
    readonly path: string;
    /** What goes behind the path in an import. */
    readonly query: string;
}

/** Decides which implementation of a module each view gets. */
export interface Placements
{
    readonly place: (module: ModuleModel, view: View) => Placement;
    /** Whether one instance of a module serves all. */
    readonly isShared: (module: ModuleModel) => boolean;
    /** The procedures of a module that another segment may call, by the name of the export. */
    readonly offers: (module: ModuleModel) => ReadonlyMap<string, Procedure>;
}

/** The modules that a module needs when it runs. */
export function neededModules(application: Application, module: ModuleModel): readonly ModuleModel[]
{
    const imports = module.imports.filter(model => model.kind === 'dynamic' || (model.kind === 'static' && !model.typeOnly));
    const reexports = module.reexports.filter(({ typeOnly }) => !typeOnly);

    return [...imports, ...reexports].map(({ specifier }) => application.resolveModule(specifier, module)).filter(target => target !== undefined);
}

/**
 * Finds the modules that cannot serve all segments with one instance: those with state or effects of their own, and
 * those that reach such a module, or a module of a segment. Resources are one instance by their definition.
 */
function findUnshared(application: Application, membership: Membership): ReadonlySet<ModuleModel>
{
    const unshared = new Set<ModuleModel>();
    const importers = new Map<ModuleModel, ModuleModel[]>();

    for (const module of application.modules)
    {
        if (membership.isResource(module))
        {
            continue;
        }

        if (module.state.length > 0 || module.effects.length > 0 || membership.segmentsOf(module).length > 0)
        {
            unshared.add(module);
        }

        for (const needed of neededModules(application, module))
        {
            const known = importers.get(needed);

            if (known === undefined)
            {
                importers.set(needed, [module]);
            }
            else
            {
                known.push(module);
            }
        }
    }

    // A set that grows while it is walked is walked to its new end.
    for (const module of unshared)
    {
        importers.get(module)?.forEach(importer => unshared.add(importer));
    }

    return unshared;
}

/** Decides, once for all views, which implementation of each module they get. */
export function createPlacements(application: Application, membership: Membership): Placements
{
    const unshared = findUnshared(application, membership);

    const place = (module: ModuleModel, view: View): Placement =>
    {
        const own = modulePath(module.path);
        const segments = membership.segmentsOf(module);

        if (membership.isResource(module))
        {
            return { kind: 'resource', path: own, query: '' };
        }

        if (view !== undefined && segments.includes(view))
        {
            return { kind: 'local', path: segmentModulePath(module.path, view), query: '' };
        }

        if (segments.length > 0 && membership.proceduresOf(module).length > 0)
        {
            return { kind: 'remote', path: remoteModulePath(module.path), query: view === undefined ? '' : `?${encodeURIComponent(view)}` };
        }

        if (segments.length > 0)
        {
            return { kind: 'class', path: view === undefined ? own : segmentModulePath(module.path, view), query: '' };
        }

        if (!unshared.has(module))
        {
            return { kind: 'shared', path: own, query: '' };
        }

        return view === undefined ? { kind: 'outer', path: own, query: '' } : { kind: 'copy', path: segmentModulePath(module.path, view), query: '' };
    };

    const offers = (module: ModuleModel): ReadonlyMap<string, Procedure> =>
    {
        const offered = new Map<string, Procedure>();

        for (const procedure of membership.proceduresOf(module))
        {
            if (procedure.access !== 'private' && !offered.has(procedure.exported))
            {
                offered.set(procedure.exported, procedure);
            }
        }

        return offered;
    };

    return { place, isShared: module => !membership.isResource(module) && !unshared.has(module), offers };
}
