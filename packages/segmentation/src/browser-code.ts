import type { ModuleModel, Position, UseModel } from '@jitar/analysis';

import type { LinkContext } from './linking.js';
import { describeView } from './linking.js';
import type { View } from './placement.js';
import type { Finding } from './reporter.js';
import { createFinding } from './reporter.js';

/** What tells what runs in browsers, and what on servers only. */
export interface BrowserContext extends LinkContext
{
    readonly isServerOnly: (name: string) => boolean;
}

/** How a module comes to be loaded; without importer it is where loading begins. */
interface Step
{
    readonly module: ModuleModel;
    readonly importer?: Step;
    /** Where the importer imports it. */
    readonly place?: Position;
}

/** The imports that are made when a module is loaded. */
function staticImports({ imports, reexports }: ModuleModel): readonly { readonly specifier: string; readonly place: Position }[]
{
    return [...imports.filter(model => model.kind === 'static'), ...reexports].filter(({ typeOnly }) => !typeOnly);
}

/** What is loaded, in a view, when some modules are; the code behind stubs is not. */
function collectLoaded({ application, placements }: LinkContext, roots: Iterable<ModuleModel>, view: View): readonly Step[]
{
    const steps = new Map<ModuleModel, Step>([...roots].map(module => [module, { module }]));

    // A map that grows while it is walked is walked to its new end.
    for (const importer of steps.values())
    {
        for (const { specifier, place } of staticImports(importer.module))
        {
            const target = application.resolveModule(specifier, importer.module);

            if (target !== undefined && !steps.has(target) && placements.place(target, view).kind !== 'remote')
            {
                steps.set(target, { module: target, importer, place });
            }
        }
    }

    return [...steps.values()];
}

/** A browser, and what tells that it is one. */
interface Evidence
{
    readonly module: ModuleModel;
    readonly use: UseModel;
}

/** What a segment, or a page, that runs in browsers loads and no browser can. */
function describeLoaded(context: BrowserContext, loaded: readonly Step[], { view, text, evidence }: { readonly view: View; readonly text: string; readonly evidence: Evidence }): readonly Finding[]
{
    const { application, membership } = context;
    const details = { view: text, name: evidence.use.name, module: evidence.module.path };

    return loaded.flatMap(step => staticImports(step.module).flatMap(({ specifier, place }) =>
    {
        const resolution = application.resolve(specifier, step.module.path);

        if (resolution.kind !== 'package' || !context.isServerOnly(resolution.name))
        {
            return [];
        }

        const foreign = findForeign(context, step, view);

        return foreign === undefined
            ? [createFinding('SERVER_CODE_IN_BROWSER', { ...details, needed: resolution.name }, { module: step.module, place })]
            : [createFinding('SERVER_CLASS_IN_BROWSER', { ...details, needed: resolution.name, foreign: foreign.module.path, owner: membership.segmentsOf(foreign.module)[0] ?? '' }, siteOf(context, foreign, loaded))];
    }));
}

/** The first module of another segment on the way to a module. */
function findForeign(context: Pick<LinkContext, 'membership'>, step: Step, view: View): Step | undefined
{
    const segments = context.membership.segmentsOf(step.module);
    const earlier = step.importer && findForeign(context, step.importer, view);

    return earlier ?? (segments.length > 0 && (view === undefined || !segments.includes(view)) ? step : undefined);
}

/** Where a module of another segment is imported: as a value, else as a type; else where it stands. */
function siteOf({ application }: LinkContext, foreign: Step, loaded: readonly Step[]): Finding['site']
{
    if (foreign.importer !== undefined && foreign.place !== undefined)
    {
        return { module: foreign.importer.module, place: foreign.place };
    }

    for (const { module } of loaded)
    {
        const declaration = module.imports.find(({ specifier }) => application.resolveModule(specifier, module) === foreign.module);

        if (declaration !== undefined)
        {
            return { module, place: declaration.place };
        }
    }

    return { module: foreign.module, place: foreign.module.classes[0]?.place ?? { line: 1, column: 0 } };
}

/**
 * Finds what a segment loads that no browser can, if it surely runs in browsers.
 *
 * @param classes - The modules that it loads for their classes.
 */
export function findServerCode(context: BrowserContext, segment: string, classes: readonly ModuleModel[]): readonly Finding[]
{
    const { application, membership } = context;
    const listed = membership.modulesOf(segment);

    if (application.modules.every(({ browserUse }) => browserUse.running === undefined))
    {
        return [];
    }

    const loaded = collectLoaded(context, [...listed, ...classes], segment);
    const evidence = loaded.flatMap(({ module }) => describeUse(module, 'loading'))[0] ?? listed.flatMap(module => describeUse(module, 'running'))[0];

    return evidence === undefined ? [] : describeLoaded(context, loaded, { view: segment, text: describeView(segment), evidence });
}

/** Finds what pages, and other modules of the outer view that can be loaded in a browser only, load that no browser can. */
export function findServerCodeOfPages(context: BrowserContext): readonly Finding[]
{
    const { application, membership } = context;
    const pages = application.modules.filter(module => module.browserUse.loading !== undefined && membership.segmentsOf(module).length === 0 && !membership.isResource(module));

    return pages.flatMap(page => describeUse(page, 'loading').flatMap(evidence =>
        describeLoaded(context, collectLoaded(context, [page], undefined), { view: undefined, text: `"${page.path}"`, evidence })));
}

function describeUse(module: ModuleModel, when: 'loading' | 'running'): readonly Evidence[]
{
    const use = module.browserUse[when];

    return use === undefined ? [] : [{ module, use }];
}
