import type { ClassModel, FunctionModel, ModuleModel } from '@jitar/analysis';

import { describeView } from './linking.js';
import type { LinkContext } from './linking.js';
import { neededModules } from './placement.js';
import type { View } from './placement.js';
import type { Finding } from './reporter.js';
import { createFinding } from './reporter.js';

/** What a view's modules know of, in code or in types. */
export interface Reach
{
    readonly modules: ReadonlySet<ModuleModel>;
    readonly warnings: readonly Finding[];
}

/** Whether a module can be loaded anywhere: it is shared, and needs neither packages nor resources. */
function isPortable(context: LinkContext, module: ModuleModel): boolean
{
    const { application, placements } = context;
    const needed = new Set([module]);

    // A set that grows while it is walked is walked to its new end.
    for (const current of needed)
    {
        const specifiers = [...current.imports.filter(model => model.kind === 'dynamic' || (model.kind === 'static' && !model.typeOnly)), ...current.reexports];

        if (!placements.isShared(current) || specifiers.some(({ specifier }) => application.resolve(specifier, current.path).kind === 'package'))
        {
            return false;
        }

        neededModules(application, current).forEach(target => needed.add(target));
    }

    return true;
}

/**
 * Collects the modules that a view's modules reach, type-only imports included: instances of their classes may
 * come into the view. Of a procedure elsewhere only its signature is followed, never its code: what it needs
 * to run is none of the caller's business, and may not even be loadable there.
 */
export function collectReach(context: LinkContext, start: Iterable<ModuleModel>, view: View): Reach
{
    const { application, placements } = context;
    const modules = new Set(start);
    const warnings: Finding[] = [];
    const followed = new Set<string>();

    const enter = (module: ModuleModel): void =>
    {
        const { kind } = placements.place(module, view);

        if (kind !== 'remote' && kind !== 'resource')
        {
            modules.add(module);
        }
    };

    const isRemote = (module: ModuleModel): boolean => placements.place(module, view).kind === 'remote';

    /** Follows a name that a module of another segment exports. */
    const followExport = (module: ModuleModel, name: string): void =>
    {
        const found = application.findExport(module, name);

        if (found.kind !== 'declared')
        {
            return;
        }

        if (!isRemote(found.module))
        {
            enter(found.module);

            return;
        }

        const { declaration } = found.exported;

        switch (declaration.kind)
        {
            case 'function':
                followSignature(found.module, declaration);
                break;

            case 'class':
                warnAbout(found.module, declaration);
                break;

            case 'type':
                followNames(found.module, [declaration.name]);
                break;

            case 'import':
            case 'value':
            case 'unknown':
                break;
        }
    };

    const followSignature = (module: ModuleModel, implementation: FunctionModel): void =>
    {
        followNames(module, implementation.references);

        if (!implementation.typed)
        {
            // The result may be anything that the module can make; what can be loaded anywhere costs nothing to know.
            neededModules(application, module).filter(target => isPortable(context, target)).forEach(enter);
        }
    };

    const followNames = (module: ModuleModel, names: readonly string[]): void =>
    {
        for (const name of names)
        {
            const step = `${module.path}\n${name}`;

            if (followed.has(step))
            {
                continue;
            }

            followed.add(step);

            const binding = application.importOf(module, name);
            const target = binding && application.resolveModule(binding.declaration.specifier, module);

            if (binding !== undefined && target !== undefined)
            {
                followImport(target, binding.name.imported);
            }

            const declared = module.classes.find(model => model.name === name);

            if (declared !== undefined)
            {
                warnAbout(module, declared);
            }

            followNames(module, module.types.filter(type => type.name === name).flatMap(({ references }) => references));
        }
    };

    const followImport = (target: ModuleModel, imported: string): void =>
    {
        if (!isRemote(target))
        {
            enter(target);
        }
        else if (imported === '*')
        {
            placements.offers(target).forEach((_, exported) => followExport(target, exported));
        }
        else
        {
            followExport(target, imported);
        }
    };

    const warnAbout = (module: ModuleModel, model: ClassModel): void =>
    {
        const owner = context.membership.segmentsOf(module)[0] ?? '';

        warnings.push(createFinding('CLASS_BESIDE_PROCEDURES', { name: model.name ?? 'default', module: module.path, owner, view: describeView(view) }, { module, place: model.place }));
    };

    // A set that grows while it is walked is walked to its new end.
    for (const module of modules)
    {
        for (const declaration of [...module.imports, ...module.reexports])
        {
            const target = application.resolveModule(declaration.specifier, module);

            if (target !== undefined)
            {
                namesOf(declaration).forEach(name => followImport(target, name));
            }
        }
    }

    return { modules, warnings };
}

/** The names that a declaration asks of a module; `*` for all of them. */
function namesOf(declaration: ModuleModel['imports'][number] | ModuleModel['reexports'][number]): readonly string[]
{
    const names = 'names' in declaration ? declaration.names.map(({ imported }) => imported) : [];

    return names.length > 0 ? names : ['*'];
}

