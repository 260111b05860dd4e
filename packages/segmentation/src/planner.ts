import type { ModuleModel } from '@jitar/analysis';

import type { LinkedModule } from './linking.js';
import { linkModule } from './linking.js';
import type { Plan, PlanInput } from './plan.js';
import type { Draft } from './plan-segmentation.js';
import { draftSegmentation, findInLinked, findInModules, planModule } from './plan-segmentation.js';
import { createDiagnostics } from './reporter.js';

/** What has changed since the last plan: the same application otherwise. */
export interface PlanChanges extends PlanInput
{
    /** The paths of the modules whose models differ; none was added or removed. */
    readonly changed: readonly string[];
}

/** Plans an application again and again. */
export interface Planner
{
    /** Splits an application anew. */
    plan(input: PlanInput): Plan;
    /**
     * Splits an application of which little has changed. Where the changed modules show all others what they showed
     * before (a change within functions, say), only they are linked again, and all else in the plan is the same objects as
     * before; otherwise this is {@link plan}. Segments, resources and what `resolve` answers must not have changed.
     */
    update(changes: PlanChanges): Plan;
}

/**
 * Makes a planner.
 *
 * @example
 * ```ts
 * const planner = createPlanner();
 * const first = planner.plan(input);
 * const second = planner.update({ ...input, modules: withOneOfThemChanged, changed: ['sales/getMonthData.ts'] });
 * ```
 */
export function createPlanner(): Planner
{
    let draft: Draft | undefined;

    const plan = (input: PlanInput): Plan =>
    {
        // The planner's own copies, which can follow their sources.
        draft = draftSegmentation({ ...input, modules: input.modules.map(module => ({ ...module })) });

        return draft.plan;
    };

    const update = (changes: PlanChanges): Plan =>
    {
        const changed = new Set(changes.changed);
        const models = changes.modules.filter(({ path }) => changed.has(path));
        const updated = draft === undefined || models.length !== changed.size ? undefined : follow(draft, models, changes.sourcePrefix ?? '');

        if (updated === undefined)
        {
            return plan(changes);
        }

        draft = updated;

        return updated.plan;
    };

    return { plan, update };
}

/** Takes changed modules into a draft; `undefined` where that would not be enough. */
function follow(draft: Draft, models: readonly ModuleModel[], sourcePrefix: string): Draft | undefined
{
    const { application } = draft.context;
    const own = models.map(({ path }) => application.get(path));

    if (hasErrors(draft) || models.some((model, index) => !showsTheSame(own[index], model)))
    {
        return undefined;
    }

    const affected = new Set(own.filter(module => module !== undefined));

    // Their places may be others now.
    if (draft.findings.some(({ site }) => 'module' in site && affected.has(site.module)))
    {
        return undefined;
    }

    models.forEach((model, index) =>
    {
        const module = own[index];

        if (module !== undefined)
        {
            Object.assign(module, model);
            application.reread(module);
        }
    });

    const renewed = new Map(draft.linked.filter(({ module }) => affected.has(module)).map(old => [old, linkModule(draft.context, old.module, old.view)]));

    if ([...renewed.values()].some(({ errors }) => errors.length > 0))
    {
        return undefined;
    }

    return renew(draft, renewed, sourcePrefix);
}

function renew({ plan, context, linked, certain, findings }: Draft, renewed: ReadonlyMap<LinkedModule, LinkedModule>, sourcePrefix: string): Draft
{
    const replace = (old: LinkedModule): LinkedModule => renewed.get(old) ?? old;
    const nowCertain = new Set([...certain].map(replace));

    return {
        plan: {
            ...plan,
            modules: plan.modules.map((module, index) =>
            {
                const old = linked[index];
                const now = old && renewed.get(old);

                return now === undefined ? module : planModule(now);
            }),
            diagnostics: createDiagnostics([...findings, ...findInModules(context), ...findInLinked(nowCertain)], sourcePrefix)
        },
        context,
        linked: linked.map(replace),
        certain: nowCertain,
        findings
    };
}

function hasErrors({ plan }: Draft): boolean
{
    return plan.diagnostics.some(({ severity }) => severity === 'error');
}

/** Whether nobody but a module itself can see that it has changed. */
function showsTheSame(before: ModuleModel | undefined, now: ModuleModel): boolean
{
    return before !== undefined && now.problems.length === 0 && describeSurface(before) === describeSurface(now);
}

/** What a module has that is of its own concern: its text, places in it, and what its code does with names. */
const inner = new Set(['code', 'place', 'span', 'specifierSpan', 'statement', 'mutations', 'unawaitedCalls', 'namespaceMembers', 'syntax']);

function describeSurface(module: ModuleModel): string
{
    return JSON.stringify(module, (key, value: unknown) => inner.has(key) ? undefined : value);
}
