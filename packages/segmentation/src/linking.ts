import type { CallModel, DynamicImport, MemberName, ModuleModel, Position, ReexportModel, StaticImport } from '@jitar/analysis';

import { findAmbiguity } from './ambiguity.js';
import type { Application } from './application.js';
import type { Availability, FindAvailability } from './availability.js';
import type { Membership, Procedure } from './membership.js';
import { describeJsonNames, describeMissing } from './missing-import.js';
import type { Placement, Placements, View } from './placement.js';
import type { Edit } from './plan.js';
import type { Finding } from './reporter.js';
import { createFinding, findNearest } from './reporter.js';
import type { LinkedName, Target } from './rewriting.js';
import { redirect, removeStatement, rewriteDeclaration, rewriteExportList, writeEffect } from './rewriting.js';
import { quote, relativeSpecifier } from './specifier.js';

/** A module as a view runs it, with everything that its imports lead to. */
export interface LinkedModule
{
    readonly module: ModuleModel;
    readonly view: View;
    readonly placement: Placement;
    readonly edits: readonly Edit[];
    /** The files that it imports. */
    readonly imports: readonly string[];
    /** What it imports from outside the application. */
    readonly outside: readonly { readonly name: string; readonly builtin: boolean }[];
    /** The modules that run in the view because this one does, stubs left out. */
    readonly needs: readonly ModuleModel[];
    /** The modules whose stubs it imports. */
    readonly remotes: readonly ModuleModel[];
    /** The procedures that it can call elsewhere. */
    readonly calls: readonly Procedure[];
    readonly errors: readonly Finding[];
    readonly warnings: readonly Finding[];
}

/** What linking needs to know. */
export interface LinkContext
{
    readonly application: Application;
    readonly membership: Membership;
    readonly placements: Placements;
    readonly findAvailability: FindAvailability;
}

/** The name of a view in a message. */
export function describeView(view: View): string
{
    return view === undefined ? 'the outer view' : `segment "${view}"`;
}

/** Links a module in a view: each import to the implementation that the view gets. */
export function linkModule(context: LinkContext, module: ModuleModel, view: View): LinkedModule
{
    const { application, membership, placements, findAvailability } = context;
    const placement = placements.place(module, view);
    const edits: Edit[] = [];
    const imports = new Set<string>();
    const outside = new Map<string, boolean>();
    const needs = new Set<ModuleModel>();
    const remotes = new Set<ModuleModel>();
    const calls = new Set<Procedure>();
    const errors: Finding[] = [];
    const warnings: Finding[] = [];

    const targetFile = (path: string, query = ''): Target =>
    {
        imports.add(path);

        return { specifier: relativeSpecifier(placement.path, path) + query, json: path.endsWith('.json') };
    };

    const targetModule = (target: ModuleModel): Target =>
    {
        const { kind, path, query } = placements.place(target, view);

        (kind === 'remote' ? remotes : needs).add(target);

        return targetFile(path, query);
    };

    /** The target of a specifier that is no module of the application; `undefined` where there is none. */
    const targetOutside = (specifier: string, place: Position): Target | undefined =>
    {
        const resolution = application.resolve(specifier, module.path);

        switch (resolution.kind)
        {
            case 'asset': return targetFile(resolution.path);

            case 'package':
                outside.set(resolution.name, resolution.builtin);

                return { specifier: resolution.specifier ?? specifier, json: false };

            case 'module':
            case 'missing':
                errors.push(describeMissing(application, specifier, { module, place }));

                return undefined;
        }
    };

    const refuse = (availability: Exclude<Availability, { readonly kind: 'value' | 'type' | 'elsewhere' }>, name: string, place: Position): void =>
    {
        const site = { module, place };

        switch (availability.kind)
        {
            case 'missing':
                errors.push(createFinding('NAME_NOT_EXPORTED', { module: availability.module.path, name, nearest: findNearest(name, application.exportNames(availability.module)), hasNames: true }, site));
                break;

            case 'private':
                errors.push(createFinding('PRIVATE_PROCEDURE_IMPORTED', { name: availability.procedure.implementation?.name ?? name, owner: availability.procedure.segment, view: describeView(view) }, site));
                break;

            case 'foreign':
                errors.push(createFinding('VALUE_IMPORT_FROM_SEGMENT', { name: `"${name}"`, module: availability.module.path, owner: availability.owner, view: describeView(view) }, site));
                break;
        }
    };

    /** What a name of a module leads to; `undefined` where it leads to nothing that exists at run time. */
    const linkName = (target: ModuleModel, name: { readonly imported: string; readonly place: Position }, onProblem: 'refuse' | 'omit'): Omit<LinkedName, 'name'> | undefined =>
    {
        if (name.imported === '*')
        {
            linkWhole(target);

            return { target: targetModule(target), imported: '*' };
        }

        const availability = findAvailability(target, name.imported, view);

        switch (availability.kind)
        {
            case 'type': return undefined;

            case 'elsewhere': return linkName(availability.module, { imported: availability.name, place: name.place }, onProblem);

            case 'value':
                // What a barrel only passes on is called where it is imported.
                if (availability.procedure !== undefined && (onProblem === 'refuse' || placement.kind === 'local'))
                {
                    calls.add(availability.procedure);
                }

                return { target: targetModule(target), imported: name.imported };

            case 'missing':
            case 'private':
            case 'foreign':
                // A barrel may list what only others of its users can get.
                if (onProblem === 'refuse' || availability.kind === 'missing')
                {
                    refuse(availability, name.imported, name.place);
                }

                return undefined;
        }
    };

    /** Counts all procedures that can be had from a module as called. */
    const linkWhole = (target: ModuleModel): void =>
    {
        for (const name of application.exportNames(target))
        {
            const availability = findAvailability(target, name, view);

            if (availability.kind === 'value' && availability.procedure !== undefined)
            {
                calls.add(availability.procedure);
            }
        }
    };

    const linkNames = (declaration: StaticImport | ReexportModel): readonly LinkedName[] =>
    {
        const names = declaration.names.filter(({ typeOnly }) => !typeOnly);
        const target = application.resolveModule(declaration.specifier, module);

        if (target === undefined)
        {
            const other = targetOutside(declaration.specifier, declaration.place);

            if (other?.json === true)
            {
                errors.push(...describeJsonNames(application, declaration.specifier, { module, names }));
            }

            return other === undefined ? [] : names.map(name => ({ target: other, imported: name.imported, name: 'local' in name ? name.local : name.exported }));
        }

        return names.flatMap(name =>
        {
            const ambiguity = findAmbiguity(application, target, name.imported);

            if (ambiguity !== undefined)
            {
                const { module: { path }, first, second } = ambiguity;

                errors.push(createFinding('NAME_AMBIGUOUS', { name: name.imported, module: path, first: first.path, second: second.path }, { module, place: name.place }));
            }

            const linked = linkName(target, name, 'local' in name ? 'refuse' : 'omit');

            return linked === undefined ? [] : [{ ...linked, name: 'local' in name ? name.local : name.exported }];
        });
    };

    const linkEffect = (declaration: StaticImport): void =>
    {
        const target = application.resolveModule(declaration.specifier, module);
        const kind = target && placements.place(target, view).kind;

        // Types ask for nothing that is not here.
        if (declaration.names.length > 0 && (kind === 'remote' || kind === 'class'))
        {
            edits.push(removeStatement(module.code, declaration.span));

            return;
        }

        if (target !== undefined && (kind === 'remote' || kind === 'class'))
        {
            const owner = membership.segmentsOf(target)[0] ?? '';

            errors.push(createFinding('VALUE_IMPORT_FROM_SEGMENT', { name: 'The code', module: target.path, owner, view: describeView(view) }, { module, place: declaration.place }));

            return;
        }

        const linked = target === undefined ? targetOutside(declaration.specifier, declaration.place) : targetModule(target);

        edits.push(...linked === undefined ? [] : declaration.names.length > 0 ? [writeEffect(declaration, linked)] : redirect(declaration, linked));
    };

    const linkStar = (reexport: ReexportModel): void =>
    {
        const target = application.resolveModule(reexport.specifier, module);

        if (target !== undefined && placement.kind === 'local')
        {
            linkWhole(target);
        }

        const linked = target === undefined ? targetOutside(reexport.specifier, reexport.place) : targetModule(target);

        edits.push(...linked === undefined ? [] : redirect(reexport, linked));
    };

    const linkDynamic = (declaration: DynamicImport): void =>
    {
        const target = application.resolveModule(declaration.specifier, module);

        if (target !== undefined)
        {
            linkWhole(target);
            declaration.members.forEach(member => checkMember(target, member));
        }

        const linked = target === undefined ? targetOutside(declaration.specifier, declaration.place) : targetModule(target);

        if (linked !== undefined)
        {
            const options = linked.json && !declaration.hasOptions ? ', { with: { type: \'json\' } }' : '';

            if (linked.specifier !== declaration.specifier || options !== '')
            {
                edits.push({ ...declaration.specifierSpan, text: quote(linked.specifier) + options });
            }
        }
    };

    /** Whether an exported name exists at run time. */
    const isValue = (name: { readonly exported: string; readonly typeOnly: boolean }): boolean =>
        !name.typeOnly && findAvailability(module, name.exported, view).kind !== 'type';

    /** The module whose namespace a name stands for: one that is imported as such, or that a barrel exports as such. */
    const namespaceBehind = (local: string): ModuleModel | undefined =>
    {
        const binding = application.importOf(module, local);
        const target = binding && application.resolveModule(binding.declaration.specifier, module);

        if (target === undefined || binding?.name.imported === '*')
        {
            return target;
        }

        const found = application.findExport(target, binding?.name.imported ?? local);

        return found.kind === 'namespace' ? found.module : undefined;
    };

    /** The procedure elsewhere that a call of something imported means. */
    const calledBy = (call: CallModel): Procedure | undefined =>
    {
        const binding = application.importOf(module, call.name);
        const target = call.member === undefined ? binding && application.resolveModule(binding.declaration.specifier, module) : namespaceBehind(call.name);
        const imported = call.member ?? (binding?.name.imported === '*' ? undefined : binding?.name.imported);
        const availability = target === undefined || imported === undefined ? undefined : findAvailability(target, imported, view);

        return availability?.kind === 'value' ? availability.procedure : undefined;
    };

    const checkCalls = (): void =>
    {
        for (const call of module.unawaitedCalls)
        {
            const fqn = calledBy(call)?.fqn;
            const name = call.member === undefined ? call.name : `${call.name}.${call.member}`;

            warnings.push(...fqn === undefined ? [] : [createFinding('CALL_NOT_AWAITED', { name, fqn }, { module, place: call.place })]);
        }

        for (const call of module.shadowedCalls)
        {
            const fqn = calledBy(call)?.fqn;

            warnings.push(...fqn === undefined ? [] : [createFinding('NAME_SHADOWED', { name: call.name, fqn }, { module, place: call.place })]);
        }
    };

    /** What code takes from a namespace is imported by name, as far as the text tells. */
    const checkMember = (target: ModuleModel, { name, place }: MemberName): void =>
    {
        const availability = findAvailability(target, name, view);

        if (availability.kind === 'private' || availability.kind === 'foreign')
        {
            refuse(availability, name, place);
        }
        else if (availability.kind === 'elsewhere' && placements.place(availability.passing, view).kind === 'remote')
        {
            // By name it could be had from where it is declared; a namespace of stubs does not have it.
            refuse({ kind: 'foreign', module: availability.passing, owner: membership.segmentsOf(availability.passing)[0] ?? '' }, name, place);
        }
    };

    const checkMembers = (): void =>
    {
        for (const member of module.namespaceMembers)
        {
            const target = namespaceBehind(member.namespace);

            if (target !== undefined)
            {
                checkMember(target, member);
            }
        }
    };

    for (const declaration of module.imports)
    {
        if (declaration.kind === 'dynamic')
        {
            linkDynamic(declaration);
        }
        else if (declaration.kind === 'static' && declaration.typeOnly)
        {
            edits.push(removeStatement(module.code, declaration.span));
        }
        else if (declaration.kind === 'static' && declaration.names.every(({ typeOnly }) => typeOnly))
        {
            linkEffect(declaration);
        }
        else if (declaration.kind === 'static')
        {
            edits.push(...rewriteDeclaration(module, declaration, linkNames(declaration)));
        }
    }

    for (const reexport of module.reexports)
    {
        if (reexport.typeOnly)
        {
            edits.push(removeStatement(module.code, reexport.span));
        }
        else if (reexport.form === 'all')
        {
            linkStar(reexport);
        }
        else
        {
            edits.push(...rewriteDeclaration(module, reexport, linkNames(reexport)));
        }
    }

    for (const list of module.exportLists)
    {
        edits.push(...rewriteExportList(module, list, isValue));
    }

    for (const { name, statement } of module.exports)
    {
        if (statement !== undefined && !isValue({ exported: name, typeOnly: false }))
        {
            edits.push(removeStatement(module.code, statement));
        }
    }

    checkMembers();
    checkCalls();

    return {
        module, view, placement, edits,
        imports: [...imports],
        outside: [...outside].map(([name, builtin]) => ({ name, builtin })),
        needs: [...needs],
        remotes: [...remotes],
        calls: [...calls],
        errors, warnings
    };
}
