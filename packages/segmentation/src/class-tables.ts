import type { ModuleModel } from '@jitar/analysis';

import type { ExportedClass } from './class-definitions.js';
import { describeShape } from './class-definitions.js';
import type { LinkContext, LinkedModule } from './linking.js';
import { describeView } from './linking.js';
import type { View } from './placement.js';
import type { PlannedClass, PlannedOuterClass } from './plan.js';
import { collectReach } from './reach.js';
import type { Finding } from './reporter.js';
import { createFinding } from './reporter.js';
import type { Views } from './views.js';

/** The classes whose instances a view can rebuild. */
export interface ClassTable<Planned extends PlannedClass = PlannedClass>
{
    readonly classes: readonly Planned[];
    /** The modules that they come from. */
    readonly modules: readonly ModuleModel[];
    readonly warnings: readonly Finding[];
}

/** What class tables are made from. */
export interface ClassTableContext extends LinkContext
{
    readonly views: Views;
    readonly classesOf: (module: ModuleModel) => readonly ExportedClass[];
}

function describeOutside(closure: Iterable<LinkedModule>): readonly string[]
{
    return [...new Set([...closure].flatMap(({ outside }) => outside.map(({ name }) => name)))].sort();
}

function planClass(context: ClassTableContext, definition: ExportedClass, view: View): PlannedClass
{
    return {
        key: definition.key,
        ...describeShape(context.application, definition),
        source: definition.module.path,
        exported: definition.exported,
        path: context.placements.place(definition.module, view).path
    };
}

/** Resources bring their classes along where they are imported, as values that is. */
function collectResources(closure: Iterable<LinkedModule>): readonly ModuleModel[]
{
    return [...closure].filter(({ placement }) => placement.kind === 'resource').map(({ module }) => module);
}

/** Makes the class table of a segment: every exported class that its modules reach, type-only imports included. */
export function planSegmentClasses(context: ClassTableContext, modules: readonly ModuleModel[], segment: string): ClassTable
{
    const { views, classesOf } = context;
    const running = views.close(modules, segment);
    const own = [...running].filter(({ view, placement }) => view === segment || placement.kind === 'shared').map(({ module }) => module);
    const reach = collectReach(context, own, segment);
    const warnings = [...reach.warnings];
    // A resource hands out instances of the outer view's classes; those that are the same for all are known here too.
    const handedOut = [...running].filter(({ view, placement }) => view === undefined && placement.kind === 'shared').map(({ module }) => module);
    const candidates = new Set([...reach.modules, ...collectResources(running), ...handedOut]);
    const loaded = new Set([...own, ...handedOut, ...collectResources(running)]);
    const classes: PlannedClass[] = [];
    const sources: ModuleModel[] = [];

    for (const module of candidates)
    {
        const definitions = classesOf(module);

        if (definitions.length === 0)
        {
            continue;
        }

        // What runs anyway has its errors reported where they are.
        const obstacle = loaded.has(module) ? undefined : views.findObstacle(module, segment);

        if (obstacle !== undefined)
        {
            warnings.push(...definitions.map(({ exported, model }) => createFinding(
                'CLASS_NOT_LOADABLE',
                { name: model.name ?? exported, module: module.path, view: describeView(segment), problem: obstacle.message },
                { module, place: model.place }
            )));

            continue;
        }

        sources.push(module);
        classes.push(...definitions.map(definition => planClass(context, definition, segment)));
    }

    return { classes: sortByKey(classes), modules: sources, warnings };
}

/**
 * Makes the class table of the outer view. Every service loads it, so it leaves out what only its own place should
 * load: resources, and modules that do something when they are loaded (pages, say).
 */
export function planOuterClasses(context: ClassTableContext, modules: Iterable<ModuleModel>): ClassTable<PlannedOuterClass>
{
    const { views, classesOf } = context;
    const reach = collectReach(context, modules, undefined);
    const candidates = [...reach.modules].filter(module => classesOf(module).length > 0);

    const loadable = candidates.filter(module => [...views.close([module], undefined)].every(linked =>
        linked.errors.length === 0 && linked.placement.kind !== 'resource' && linked.module.effects.every(({ kind }) => kind !== 'statement' && kind !== 'await')));

    const classes = loadable.flatMap(module =>
    {
        const packages = describeOutside(views.close([module], undefined));

        return classesOf(module).map(definition => ({ ...planClass(context, definition, undefined), packages }));
    });

    return {
        classes: sortByKey(classes),
        modules: loadable,
        warnings: reach.warnings
    };
}

function sortByKey<Planned extends PlannedClass>(classes: readonly Planned[]): readonly Planned[]
{
    return [...classes].sort((left, right) => left.key < right.key ? -1 : left.key > right.key ? 1 : 0);
}
