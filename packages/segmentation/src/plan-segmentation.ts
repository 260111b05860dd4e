import type { Plan, PlanInput } from './plan.js';

/**
 * Splits an application. Pure: the same input gives the same plan, and nothing is read or written.
 * It never throws for what is wrong in the application: that is in the plan's `diagnostics`, all at once.
 */
export function planSegmentation(input: PlanInput): Plan
{
    throw new Error(String(input));
}
