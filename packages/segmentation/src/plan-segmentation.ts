import type { ModuleModel, Parameter } from '@jitar/analysis';
import { classTablePath, runModulePath, segmentBundlePath } from '@jitar/manifest';

import { createApplication } from './application.js';
import { createAvailability } from './availability.js';
import { findServerCode, findServerCodeOfPages } from './browser-code.js';
import { collectClasses } from './class-definitions.js';
import type { ClassTable, ClassTableContext } from './class-tables.js';
import { planOuterClasses, planSegmentClasses } from './class-tables.js';
import { findNotRebuildable } from './crossing-classes.js';
import type { LinkedModule } from './linking.js';
import type { Procedure } from './membership.js';
import { createMembership } from './membership.js';
import { createPlacements } from './placement.js';
import type { Plan, PlanInput, PlannedModule, PlannedOuterClass, PlannedProcedure, PlannedSegment, PlannedStubModule, ProcedureReference } from './plan.js';
import type { Finding } from './reporter.js';
import { createDiagnostics, createFinding } from './reporter.js';
import { createViews } from './views.js';

/** What is known of a segment once its modules are linked. */
interface SegmentPlan
{
    readonly segment: PlannedSegment;
    readonly running: ReadonlySet<LinkedModule>;
    /** The modules that it loads for their classes. */
    readonly classModules: readonly ModuleModel[];
    readonly warnings: readonly Finding[];
}

/** The outcome of an expression may take anything. */
const anyParameters: readonly Parameter[] = [{ binding: { kind: 'name', name: 'args', optional: false }, rest: true }];

function parametersOf(procedure: Procedure): readonly Parameter[]
{
    return procedure.implementation?.parameters ?? anyParameters;
}

function planProcedure(context: ClassTableContext, procedure: Procedure): PlannedProcedure
{
    const { fqn, version, access, timeout, idempotent, module, exported, segment } = procedure;

    return {
        fqn, version, access,
        parameters: parametersOf(procedure),
        stream: procedure.implementation?.generator ?? false,
        ...timeout !== undefined && { timeout },
        ...idempotent !== undefined && { idempotent },
        source: module.path,
        exported,
        path: context.placements.place(module, segment).path
    };
}

function describeReference({ fqn, version }: ProcedureReference): string
{
    return `${fqn} ${version}`;
}

function collectCalls(linked: Iterable<LinkedModule>): readonly ProcedureReference[]
{
    const calls = new Map<string, ProcedureReference>();

    for (const { fqn, version } of [...linked].flatMap(module => module.calls))
    {
        calls.set(describeReference({ fqn, version }), { fqn, version });
    }

    return [...calls.keys()].sort().map(key => calls.get(key)).filter(call => call !== undefined);
}

function planSegment(context: ClassTableContext, name: string): SegmentPlan
{
    const { membership, views } = context;
    const modules = membership.modulesOf(name);
    const table = planSegmentClasses(context, modules, name);
    const running = views.close([...modules, ...table.modules], name);
    const procedures = membership.procedures.filter(({ segment }) => segment === name).map(procedure => planProcedure(context, procedure));
    const own = new Set(procedures.map(describeReference));
    // Resources are in the outer view, where the segment's own procedures are stubs as well.
    const calls = collectCalls(running).filter(call => !own.has(describeReference(call)));

    return { segment: { name, modules: modules.map(({ path }) => path), procedures, classes: table.classes, calls }, running, classModules: table.modules, warnings: table.warnings };
}

/** The modules of the outer view that surely belong to it, with what they need: those that no segment runs, and what segments run under its own name. */
function planOuterView(context: ClassTableContext, segments: readonly SegmentPlan[]): { readonly running: ReadonlySet<LinkedModule>; readonly table: ClassTable<PlannedOuterClass> }
{
    const { application, membership, views } = context;
    const running = new Set(segments.flatMap(segment => [...segment.running]));
    const used = new Set([...running].map(({ module }) => module));
    const underOwnName = [...running].filter(({ view }) => view === undefined).map(({ module }) => module);
    const unused = application.modules.filter(module => membership.segmentsOf(module).length === 0 && !used.has(module));
    const roots = [...application.modules.filter(membership.isResource), ...unused];
    const table = planOuterClasses(context, [...views.close(roots, undefined)].map(({ module }) => module));

    return { running: views.close([...roots, ...table.modules, ...underOwnName], undefined), table };
}

/**
 * What segments share by copies may be loaded by a service as well, which no import tells, so it stands under its
 * own name too; unless the outer view cannot load it, which then nobody asked for.
 */
function collectSpare(context: ClassTableContext): readonly LinkedModule[]
{
    const { application, membership, views } = context;
    const all = views.close(application.modules.filter(module => membership.segmentsOf(module).length === 0), undefined);
    const importers = new Map<ModuleModel, LinkedModule[]>();

    for (const linked of all)
    {
        linked.needs.forEach(needed => importers.set(needed, [...importers.get(needed) ?? [], linked]));
    }

    const broken = new Set([...all].filter(({ errors }) => errors.length > 0));

    // A set that grows while it is walked is walked to its new end.
    for (const { module } of broken)
    {
        importers.get(module)?.forEach(importer => broken.add(importer));
    }

    return [...all].filter(linked => !broken.has(linked));
}

function describeRole({ view, placement }: LinkedModule): PlannedModule['role']
{
    switch (placement.kind)
    {
        case 'local': return 'local';
        case 'shared': return 'shared';
        case 'resource': return 'resource';
        default: return view === undefined ? 'outer' : 'copy';
    }
}

/** What of a linked module is to be emitted. */
export function planModule(linked: LinkedModule): PlannedModule
{
    const { module, view, placement, edits, imports, outside } = linked;

    return {
        path: placement.path,
        model: module,
        ...view !== undefined && { segment: view },
        role: describeRole(linked),
        edits,
        imports,
        packages: outside.filter(({ builtin }) => !builtin).map(({ name }) => name)
    };
}

function planStubs(context: ClassTableContext, linked: Iterable<LinkedModule>): readonly PlannedStubModule[]
{
    const { membership, placements } = context;
    const offering = new Set(membership.procedures.map(({ module }) => module).filter(module => placements.offers(module).size > 0));
    // A barrel may lead to a module that offers nothing, and must find it empty.
    const modules = new Set([...offering, ...[...linked].flatMap(({ remotes }) => remotes)]);

    return [...modules].map(module => ({
        path: remotePathOf(context, module),
        source: module.path,
        stubs: [...placements.offers(module).values()].map(procedure => ({
            fqn: procedure.fqn,
            version: procedure.version,
            exported: procedure.exported,
            ...procedure.implementation?.name !== undefined && { name: procedure.implementation.name },
            parameters: parametersOf(procedure),
            stream: procedure.implementation?.generator ?? false
        }))
    }));
}

function remotePathOf(context: ClassTableContext, module: ModuleModel): string
{
    return context.placements.place(module, undefined).path;
}

/** Finds files that two things would be written to. */
function findConflicts(modules: readonly PlannedModule[], stubs: readonly PlannedStubModule[], segments: readonly PlannedSegment[]): readonly Finding[]
{
    const owners = new Map([[runModulePath, 'Jitar itself'], [classTablePath, 'Jitar itself'], ...segments.map(({ name }) => [segmentBundlePath(name), `segment "${name}"`] as const)]);
    const findings: Finding[] = [];

    stubs.forEach(({ path, source }) => owners.set(path, `the stubs of "${source}"`));

    for (const { path, model } of modules)
    {
        const other = owners.get(path);

        if (other !== undefined)
        {
            findings.push(createFinding('OUTPUT_CONFLICT', { path, other }, { module: model, place: { line: 1, column: 0 } }));
        }

        owners.set(path, `"${model.path}"`);
    }

    return findings;
}

/** What linking found. */
export function findInLinked(certain: Iterable<LinkedModule>): readonly Finding[]
{
    return [...certain].flatMap(({ errors, warnings }) => [...errors, ...warnings]);
}

/** What the modules by themselves have. */
export function findInModules(context: ClassTableContext): readonly Finding[]
{
    const { application, membership } = context;

    return application.modules.flatMap(module => [
        ...module.problems.map(({ message, place }) => createFinding('SYNTAX_ERROR', { problem: message }, { module, place })),
        ...membership.proceduresOf(module).length === 0 ? [] : module.mutations.map(({ name, place }) => createFinding('MUTABLE_MODULE_STATE', { name }, { module, place }))
    ]);
}

/** A plan with what it was made from, so that it can follow changes. */
export interface Draft
{
    readonly plan: Plan;
    readonly context: ClassTableContext;
    /** What stands behind each of the plan's modules, in the same order. */
    readonly linked: readonly LinkedModule[];
    /** The modules whose findings count: those of `linked` that somebody asked for. */
    readonly certain: ReadonlySet<LinkedModule>;
    /** What is wrong beside that. */
    readonly findings: readonly Finding[];
}

/** Splits an application, and keeps what led to the plan. */
export function draftSegmentation(input: PlanInput): Draft
{
    const application = createApplication(input.modules, input.resolve);
    const membership = createMembership(application, input);
    const placements = createPlacements(application, membership);
    const links = { application, membership, placements, findAvailability: createAvailability(application, membership, placements) };
    const classes = collectClasses(application);
    const context: ClassTableContext = { ...links, views: createViews(links), classesOf: module => classes.get(module) ?? [] };

    const segmentPlans = membership.segments.map(name => planSegment(context, name));
    const segments = segmentPlans.map(({ segment }) => segment);
    const outer = planOuterView(context, segmentPlans);
    const certain = new Set([...segmentPlans.flatMap(({ running }) => [...running]), ...outer.running]);
    const linked = [...new Set([...certain, ...collectSpare(context)])];
    const modules = linked.map(planModule);
    const stubs = planStubs(context, linked);
    const browsers = { ...links, isServerOnly: input.isServerOnly ?? (name => name.startsWith('node:')) };

    const findings = [
        ...membership.findings,
        ...segmentPlans.flatMap(({ warnings }) => warnings),
        ...outer.table.warnings,
        ...findNotRebuildable(context),
        ...segmentPlans.flatMap(({ segment, classModules }) => findServerCode(browsers, segment.name, classModules)),
        ...findServerCodeOfPages(browsers),
        ...findConflicts(modules, stubs, segments)
    ];

    return {
        plan: {
            segments,
            outer: { classes: outer.table.classes, calls: collectCalls(outer.running) },
            modules,
            stubs,
            diagnostics: createDiagnostics([...findings, ...findInModules(context), ...findInLinked(certain)], input.sourcePrefix ?? '')
        },
        context, linked, certain, findings
    };
}

/**
 * Splits an application. Pure: the same input gives the same plan, and nothing is read or written.
 * It never throws for what is wrong in the application: that is in the plan's `diagnostics`, all at once.
 *
 * @example
 * ```ts
 * const { diagnostics, segments } = planSegmentation({ modules, segments: configurations, resources: [], resolve });
 * ```
 */
export function planSegmentation(input: PlanInput): Plan
{
    return draftSegmentation(input).plan;
}
