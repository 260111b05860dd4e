import type { ModuleModel } from '@jitar/analysis';

import type { Application, FoundExport } from './application.js';
import type { Membership, Procedure } from './membership.js';
import type { Placements, View } from './placement.js';

/** What a view gets for an exported name of a module. */
export type Availability =
    /** A value, where the view finds the module; with the procedure that it calls, where it is a stub. */
    | { readonly kind: 'value'; readonly procedure?: Procedure }
    /** A value, but from another module than the one that was asked: the one that declares it. `passing` re-exports it, but not to the view. */
    | { readonly kind: 'elsewhere'; readonly module: ModuleModel; readonly name: string; readonly passing: ModuleModel }
    /** Nothing that exists at run time. */
    | { readonly kind: 'type' }
    | { readonly kind: 'private'; readonly procedure: Procedure }
    /** A value of another segment's module that is no procedure. */
    | { readonly kind: 'foreign'; readonly module: ModuleModel; readonly owner: string }
    | { readonly kind: 'missing'; readonly module: ModuleModel };

/** Finds out what a view gets for a name, through any number of re-exports. */
export type FindAvailability = (module: ModuleModel, name: string, view: View) => Availability;

/** What is looked for, and which steps were taken already. */
interface Search
{
    readonly view: View;
    readonly visited: Set<string>;
}

/** Makes the search over an application. */
export function createAvailability(application: Application, membership: Membership, placements: Placements): FindAvailability
{
    const searchFrom = (specifier: string, importer: ModuleModel, name: string, search: Search): Availability =>
    {
        const target = application.resolveModule(specifier, importer);

        return target === undefined ? { kind: 'value' } : find(target, name, search);
    };

    /** What stands for a name in a module whose text does not run in the view. */
    const findForeign = (module: ModuleModel, name: string, search: Search): Availability =>
    {
        const hidden = membership.proceduresOf(module).find(procedure => procedure.exported === name);

        if (hidden !== undefined)
        {
            return { kind: 'private', procedure: hidden };
        }

        const found: FoundExport = application.findExport(module, name);

        if (found.kind === 'missing')
        {
            return { kind: 'missing', module };
        }

        if (found.kind === 'declared')
        {
            if (found.typeOnly)
            {
                return { kind: 'type' };
            }

            if (found.module !== module)
            {
                const behind = find(found.module, found.exported.name, search);

                return behind.kind === 'value' ? { kind: 'elsewhere', module: found.module, name: found.exported.name, passing: module } : behind;
            }

            if (found.exported.declaration.kind === 'class' && placements.place(module, search.view).kind === 'class')
            {
                return { kind: 'value' };
            }
        }

        return { kind: 'foreign', module, owner: membership.segmentsOf(module)[0] ?? '' };
    };

    /** What stands for a name that a module of the view exports itself. */
    const findOwn = (module: ModuleModel, name: string, search: Search): Availability | undefined =>
    {
        const declaration = application.ownExport(module, name)?.declaration;

        if (declaration?.kind !== 'import')
        {
            return declaration && { kind: declaration.kind === 'type' ? 'type' : 'value' };
        }

        const binding = application.importOf(module, declaration.local);

        if (binding === undefined || binding.name.imported === '*')
        {
            return { kind: 'value' };
        }

        if (binding.name.typeOnly)
        {
            return { kind: 'type' };
        }

        const behind = searchFrom(binding.declaration.specifier, module, binding.name.imported, search);

        // What is wrong with an import is reported where it is imported first.
        return behind.kind === 'type' || behind.kind === 'value' ? behind : { kind: 'value' };
    };

    const findNamed = (module: ModuleModel, name: string, search: Search): Availability | undefined =>
    {
        for (const reexport of module.reexports)
        {
            const match = reexport.names.find(({ exported }) => exported === name);

            if (match !== undefined)
            {
                const behind: Availability = match.typeOnly ? { kind: 'type' }
                    : match.imported === '*' ? { kind: 'value' }
                        : searchFrom(reexport.specifier, module, match.imported, search);

                return behind.kind === 'elsewhere' ? { kind: 'value' } : behind;
            }
        }

        return undefined;
    };

    const findStarred = (module: ModuleModel, name: string, search: Search): Availability =>
    {
        let fallback: Availability = module.problems.length > 0 ? { kind: 'value' } : { kind: 'missing', module };

        for (const reexport of name === 'default' ? [] : module.reexports)
        {
            if (reexport.form !== 'all')
            {
                continue;
            }

            const behind: Availability = searchFrom(reexport.specifier, module, name, search);

            if (behind.kind !== 'missing')
            {
                const surely = application.resolveModule(reexport.specifier, module) !== undefined;
                const result: Availability = reexport.typeOnly ? { kind: 'type' } : behind;

                if (surely && (result.kind === 'value' || result.kind === 'elsewhere' || result.kind === 'type'))
                {
                    return result;
                }

                fallback = result;
            }
        }

        return fallback;
    };

    const find = (module: ModuleModel, name: string, search: Search): Availability =>
    {
        const step = `${module.path}\n${name}`;

        if (search.visited.has(step))
        {
            return { kind: 'missing', module };
        }

        search.visited.add(step);

        const { kind } = placements.place(module, search.view);

        if (kind === 'remote')
        {
            const procedure = placements.offers(module).get(name);

            return procedure === undefined ? findForeign(module, name, search) : { kind: 'value', procedure };
        }

        if (kind === 'class')
        {
            return findForeign(module, name, search);
        }

        return findOwn(module, name, search) ?? findNamed(module, name, search) ?? findStarred(module, name, search);
    };

    return (module, name, view) => find(module, name, { view, visited: new Set() });
}
