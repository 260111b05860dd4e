import type { ModuleModel } from '@jitar/analysis';

import type { Application } from './application.js';

/** A name that two modules give to a third, which therefore exports neither. */
export interface Ambiguity
{
    readonly module: ModuleModel;
    readonly first: ModuleModel;
    readonly second: ModuleModel;
}

/**
 * Finds out whether a name of a module is ambiguous, as JavaScript has it: two `export *` of one module lead to
 * different values of the name. Of what comes from packages nothing is known, and two types are no matter of JavaScript.
 * A module that passes the name on by name is told itself, so what lies behind it is not looked at.
 */
export function findAmbiguity(application: Application, module: ModuleModel, name: string): Ambiguity | undefined
{
    const visited = new Set<ModuleModel>();

    const search = (current: ModuleModel): Ambiguity | undefined =>
    {
        const named = application.ownExport(current, name) !== undefined || current.reexports.some(({ names }) => names.some(({ exported }) => exported === name));

        if (visited.has(current) || named || name === 'default')
        {
            return undefined;
        }

        visited.add(current);

        return searchStars(current);
    };

    const searchStars = (current: ModuleModel): Ambiguity | undefined =>
    {
        let first: { readonly module: ModuleModel; readonly exported: object } | undefined;

        for (const { specifier } of current.reexports.filter(({ form, typeOnly }) => form === 'all' && !typeOnly))
        {
            const target = application.resolveModule(specifier, current);
            const behind = target && search(target);

            if (behind !== undefined)
            {
                return behind;
            }

            const found = target && application.findExport(target, name);

            if (found?.kind !== 'declared' || found.typeOnly)
            {
                continue;
            }

            if (first !== undefined && first.exported !== found.exported)
            {
                return { module: current, first: first.module, second: found.module };
            }

            first = found;
        }

        return undefined;
    };

    return search(module);
}
