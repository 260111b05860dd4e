import type { ClassModel, ModuleModel } from '@jitar/analysis';

import type { Application } from './application.js';
import { qualifiedName } from './naming.js';

/** An exported class of the application. */
export interface ExportedClass
{
    readonly module: ModuleModel;
    readonly exported: string;
    readonly model: ClassModel;
    /** What it is called between segments: one for the whole application. */
    readonly key: string;
}

/** What it takes to rebuild instances of a class, what its bases say included. */
export interface ClassShape
{
    readonly parameters: readonly string[];
    readonly fields: readonly string[];
    readonly accessors: readonly string[];
    readonly getters: readonly string[];
}

interface Members
{
    readonly parameters: readonly string[] | undefined;
    readonly optional: readonly string[];
    /** Whether all bases are known, as far as the base that the language has. */
    readonly complete: boolean;
    /** The fields that instances have without a declaration. */
    readonly implicit: readonly string[];
    readonly fields: readonly string[];
    readonly getters: readonly string[];
    readonly setters: readonly string[];
}

/** A class, where it is declared. */
export interface FoundClass
{
    readonly module: ModuleModel;
    readonly model: ClassModel;
}

/** Lists the exported classes of each module. Where two have the same name, the paths of their modules tell them apart. */
export function collectClasses(application: Application): ReadonlyMap<ModuleModel, readonly ExportedClass[]>
{
    const found: { readonly module: ModuleModel; readonly exported: string; readonly model: ClassModel; readonly fqn: string }[] = [];
    const counts = new Map<string, number>();

    for (const module of application.modules)
    {
        const known = new Set<string>();

        for (const { name, declaration } of module.exports)
        {
            const identity = declaration.kind === 'class' ? declaration.name ?? '' : undefined;

            // A class that is exported by two names is one class.
            if (declaration.kind === 'class' && identity !== undefined && !known.has(identity))
            {
                const fqn = qualifiedName({ path: module.path, exported: name, name: declaration.name });

                known.add(identity);
                counts.set(fqn, (counts.get(fqn) ?? 0) + 1);
                found.push({ module, exported: name, model: declaration, fqn });
            }
        }
    }

    const classes = new Map<ModuleModel, ExportedClass[]>();

    for (const { module, exported, model, fqn } of found)
    {
        const key = counts.get(fqn) === 1 ? fqn : `${module.path}#${exported}`;

        classes.set(module, [...classes.get(module) ?? [], { module, exported, model, key }]);
    }

    return classes;
}

/** The class that a name of a module stands for, of the module itself or of another one. */
export function findClass(application: Application, module: ModuleModel, name: string): FoundClass | undefined
{
    const local = module.classes.find(model => model.name === name);

    if (local !== undefined)
    {
        return { module, model: local };
    }

    const binding = application.importOf(module, name);
    const target = binding && application.resolveModule(binding.declaration.specifier, module);

    return binding === undefined || target === undefined ? undefined : findExported(application, target, binding.name.imported);
}

function findExported(application: Application, module: ModuleModel, name: string): FoundClass | undefined
{
    const found = application.findExport(module, name);

    return found.kind === 'declared' && found.exported.declaration.kind === 'class' ? { module: found.module, model: found.exported.declaration } : undefined;
}

function findBase(application: Application, module: ModuleModel, model: ClassModel): FoundClass | undefined
{
    switch (model.base?.kind)
    {
        case 'name': return findClass(application, module, model.base.name);

        case 'member':
        {
            const binding = application.importOf(module, model.base.namespace);
            const target = binding?.name.imported === '*' ? application.resolveModule(binding.declaration.specifier, module) : undefined;

            return target === undefined ? undefined : findExported(application, target, model.base.name);
        }

        case 'expression':
        case undefined: return undefined;
    }
}

function collectMembers(application: Application, { module, model }: FoundClass, visited: Set<ClassModel>): Members
{
    visited.add(model);

    const base = findBase(application, module, model);
    const inherited = base === undefined || visited.has(base.model) ? undefined : collectMembers(application, base, visited);

    const isError = base === undefined && extendsError(application, module, model);

    return {
        parameters: model.parameters ?? inherited?.parameters,
        optional: (model.parameters === undefined ? inherited?.optional : model.optional) ?? [],
        complete: model.base === undefined || isError || inherited?.complete === true,
        fields: [...inherited?.fields ?? [], ...model.fields],
        implicit: isError ? errorFields : inherited?.implicit ?? [],
        getters: [...inherited?.getters ?? [], ...model.getters],
        setters: [...inherited?.setters ?? [], ...model.setters]
    };
}

/** What errors have without declaring it, and what crosses with them. */
const errorFields: readonly string[] = ['name', 'message', 'cause'];

const errorNames = new Set(['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']);

function extendsError(application: Application, module: ModuleModel, { base }: ClassModel): boolean
{
    return base?.kind === 'name' && errorNames.has(base.name) && application.importOf(module, base.name) === undefined;
}

/** The parameters that the constructor cannot do without, and that no instance shows; none where a base is not known. */
export function findUnreadable(application: Application, found: FoundClass): readonly { readonly parameter: string; readonly position: number }[]
{
    const { parameters = [], optional, complete, implicit, fields, getters } = collectMembers(application, found, new Set());
    const readable = new Set([...fields, ...getters, ...implicit, ...optional]);

    return complete ? parameters.map((parameter, position) => ({ parameter, position })).filter(({ parameter }) => !readable.has(parameter)) : [];
}

/** Describes a class with what it inherits within the application; bases from packages add nothing. */
export function describeShape(application: Application, { module, model }: ExportedClass): ClassShape
{
    const { parameters = [], fields, getters, setters } = collectMembers(application, { module, model }, new Set());
    const readable = new Set(getters);

    return {
        parameters,
        fields: [...new Set(fields)],
        accessors: [...new Set(setters)].filter(name => readable.has(name)),
        getters: [...readable]
    };
}
