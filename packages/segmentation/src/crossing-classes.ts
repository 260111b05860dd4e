import type { ModuleModel } from '@jitar/analysis';

import type { Application } from './application.js';
import { findClass, findUnreadable } from './class-definitions.js';
import type { ExportedClass, FoundClass } from './class-definitions.js';
import type { Membership } from './membership.js';
import type { Finding } from './reporter.js';
import { createFinding } from './reporter.js';

/** What tells which instances cross between segments. */
export interface CrossingContext
{
    readonly application: Application;
    readonly membership: Membership;
    readonly classesOf: (module: ModuleModel) => readonly ExportedClass[];
}

/** The classes whose instances surely cross: signatures of procedures that others may call name them, or their fields do. */
function collectCrossing({ application, membership }: CrossingContext): Iterable<FoundClass>
{
    const crossing = new Map<object, FoundClass>();

    const follow = (module: ModuleModel, names: readonly string[] = []): void =>
    {
        for (const found of names.map(name => findClass(application, module, name)))
        {
            if (found !== undefined)
            {
                crossing.set(found.model, found);
            }
        }
    };

    for (const { access, module, exported, implementation } of membership.procedures)
    {
        const found = application.findExport(module, exported);

        if (access !== 'private' && found.kind === 'declared')
        {
            follow(found.module, implementation?.carries);
        }
    }

    // A map that grows while it is walked is walked to its new end.
    for (const { module, model } of crossing.values())
    {
        follow(module, model.carries);
    }

    return crossing.values();
}

/** Finds the exported classes whose instances cross, and lack something when they are rebuilt. */
export function findNotRebuildable(context: CrossingContext): readonly Finding[]
{
    const { application, classesOf } = context;

    return [...collectCrossing(context)]
        .filter(({ module, model }) => classesOf(module).some(exported => exported.model === model))
        .flatMap(({ module, model }) => findUnreadable(application, { module, model }).slice(0, 1).map(({ parameter, position }) =>
            createFinding('CLASS_NOT_REBUILDABLE', { name: model.name ?? 'default', parameter, position }, { module, place: model.place })));
}
