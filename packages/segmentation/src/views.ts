import type { ModuleModel } from '@jitar/analysis';

import type { LinkContext, LinkedModule } from './linking.js';
import { linkModule } from './linking.js';
import type { View } from './placement.js';
import type { Finding } from './reporter.js';

/** The modules of all views, each linked when it is first asked for. */
export interface Views
{
    readonly link: (module: ModuleModel, view: View) => LinkedModule;
    /** The view in whose instance a view finds a module: the outer view for what stands under its own name. */
    readonly viewOf: (module: ModuleModel, view: View) => View;
    /** What runs in a view when some modules do, whichever view's instance it is. */
    readonly close: (modules: Iterable<ModuleModel>, view: View) => ReadonlySet<LinkedModule>;
    /** The first error that keeps a module, or something that it needs, from being loaded in a view. */
    readonly findObstacle: (module: ModuleModel, view: View) => Finding | undefined;
}

/** Makes the views of an application. */
export function createViews(context: LinkContext): Views
{
    const linked = new Map<View, Map<ModuleModel, LinkedModule>>();

    const viewOf = (module: ModuleModel, view: View): View =>
    {
        const { kind } = context.placements.place(module, view);

        return kind === 'local' || kind === 'copy' || kind === 'class' ? view : undefined;
    };

    const link = (module: ModuleModel, view: View): LinkedModule =>
    {
        const modules = linked.get(view) ?? new Map<ModuleModel, LinkedModule>();
        const result = modules.get(module) ?? linkModule(context, module, view);

        linked.set(view, modules);
        modules.set(module, result);

        return result;
    };

    const close = (modules: Iterable<ModuleModel>, view: View): ReadonlySet<LinkedModule> =>
    {
        const closure = new Set<LinkedModule>();

        for (const module of modules)
        {
            closure.add(link(module, viewOf(module, view)));
        }

        // A set that grows while it is walked is walked to its new end.
        for (const { needs, view: from } of closure)
        {
            needs.forEach(module => closure.add(link(module, viewOf(module, from))));
        }

        return closure;
    };

    const findObstacle = (module: ModuleModel, view: View): Finding | undefined =>
    {
        for (const { errors } of close([module], view))
        {
            if (errors[0] !== undefined)
            {
                return errors[0];
            }
        }

        return undefined;
    };

    return { link, viewOf, close, findObstacle };
}
