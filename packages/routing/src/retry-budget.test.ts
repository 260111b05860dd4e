import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRetryBudget } from './retry-budget.js';
import type { RetryBudget } from './retry-budget.js';

function spendAll(budget: RetryBudget, at: number): number
{
    let spent = 0;

    while (budget.spend(at))
    {
        spent++;
    }

    return spent;
}

describe('the retry budget', () =>
{
    it('has ten a second where there are few calls', () =>
    {
        expect(spendAll(createRetryBudget(), 0)).toBe(100);
    });

    it('has one for every five calls beside', () =>
    {
        const budget = createRetryBudget();

        for (let call = 0; call < 1000; call++)
        {
            budget.called(call);
        }

        expect(spendAll(budget, 1000)).toBe(300);
    });

    it('tells how many were spent, and how many are left', () =>
    {
        const budget = createRetryBudget();

        for (let call = 0; call < 13; call++)
        {
            budget.called(0);
        }

        expect(budget.status(0)).toEqual({ spent: 0, left: 102 });

        budget.spend(0);
        budget.spend(500);

        expect(budget.status(9_999)).toEqual({ spent: 2, left: 100 });
        expect(budget.status(10_000)).toEqual({ spent: 0, left: 100 });
    });

    it('forgets what is ten seconds ago', () =>
    {
        const budget = createRetryBudget();

        spendAll(budget, 500);
        expect(budget.spend(9_999)).toBe(false);
        expect(budget.spend(10_000)).toBe(true);
    });

    it('never lets more than its share through in ten seconds', () =>
    {
        const action = fc.record({ pause: fc.nat(3000), calls: fc.nat(50), retries: fc.nat(200) });

        fc.assert(fc.property(fc.array(action, { maxLength: 40 }), actions =>
        {
            const budget = createRetryBudget();
            const log: { readonly second: number; readonly calls: number; readonly retries: number }[] = [];
            let at = 0;

            for (const { pause, calls, retries } of actions)
            {
                at += pause;
                Array.from({ length: calls }, () => budget.called(at));

                const spent = Array.from({ length: retries }, () => budget.spend(at)).filter(Boolean).length;

                log.push({ second: Math.floor(at / 1000), calls, retries: spent });

                const recent = log.filter(({ second }) => second > Math.floor(at / 1000) - 10);
                const sum = (key: 'calls' | 'retries'): number => recent.reduce((total, entry) => total + entry[key], 0);

                if (spent > 0)
                {
                    expect(sum('retries')).toBeLessThanOrEqual(0.2 * sum('calls') + 100);
                }
            }
        }));
    });
});
