import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRetryBudget } from './retry-budget.js';
import type { RetryAccount } from './retry-budget.js';

function spendAll(account: RetryAccount, at: number): number
{
    let spent = 0;

    while (account.spend(at))
    {
        spent++;
    }

    return spent;
}

describe('the retry budget', () =>
{
    it('has ten a second where there are few calls', () =>
    {
        expect(spendAll(createRetryBudget().open(), 0)).toBe(100);
    });

    it('has one for every five calls beside', () =>
    {
        const account = createRetryBudget().open();

        for (let call = 0; call < 1000; call++)
        {
            account.called(call);
        }

        expect(spendAll(account, 1000)).toBe(300);
    });

    it('tells how many were spent, and how many are left of those per second', () =>
    {
        const budget = createRetryBudget();
        const account = budget.open();

        for (let call = 0; call < 5; call++)
        {
            account.called(0);
        }

        expect(budget.status(0)).toEqual({ spent: 0, left: 100 });

        account.spend(0);
        account.spend(500);

        expect(budget.status(9_999)).toEqual({ spent: 2, left: 99 });
        expect(budget.status(20_000)).toEqual({ spent: 0, left: 100 });
    });

    it('forgets what is ten seconds ago', () =>
    {
        const account = createRetryBudget().open();

        spendAll(account, 500);
        expect(account.spend(10_499)).toBe(false);
        expect(account.spend(11_000)).toBe(true);
    });

    it('has what it has per second once for all that is called', () =>
    {
        const budget = createRetryBudget();

        expect([spendAll(budget.open(), 0), spendAll(budget.open(), 0)]).toEqual([100, 0]);
    });

    it('lets calls of one procedure not pay for retries of another', () =>
    {
        const budget = createRetryBudget({ perSecond: 0 });
        const [busy, idle] = [budget.open(), budget.open()];

        Array.from({ length: 1000 }, () => busy.called(0));

        expect([spendAll(idle, 0), spendAll(busy, 0)]).toEqual([0, 200]);
    });

    it('counts a retry whose calls are long ago as one of those per second', () =>
    {
        const account = createRetryBudget().open();

        Array.from({ length: 50 }, () => account.called(0));
        expect(Array.from({ length: 10 }, () => account.spend(9_500))).not.toContain(false);

        expect(Array.from({ length: 100 }, () => account.spend(11_500)).filter(Boolean)).toHaveLength(90);
    });

    it('never lets more than its share through in any ten seconds', () =>
    {
        const action = fc.record({ pause: fc.nat(3000), calls: fc.nat(50), retries: fc.nat(200) });

        fc.assert(fc.property(fc.array(action, { maxLength: 40 }), actions =>
        {
            const account = createRetryBudget().open();
            const log: { readonly at: number; readonly calls: number; readonly retries: number }[] = [];
            let at = 0;

            for (const { pause, calls, retries } of actions)
            {
                at += pause;
                Array.from({ length: calls }, () => account.called(at));

                const spent = Array.from({ length: retries }, () => account.spend(at)).filter(Boolean).length;

                log.push({ at, calls, retries: spent });

                const recent = log.filter(entry => entry.at > at - 10_000);
                const sum = (key: 'calls' | 'retries'): number => recent.reduce((total, entry) => total + entry[key], 0);

                if (spent > 0)
                {
                    expect(sum('retries')).toBeLessThanOrEqual(0.2 * sum('calls') + 100);
                }
            }
        }));
    });
});
