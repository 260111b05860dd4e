import type MonthSummary from '../domain/MonthSummary.js';
import { create } from './elements.js';

/** Lists months by year, each as a link to `#1996-07`. */
export function listMonthLinks(months: readonly MonthSummary[]): Node[]
{
    const years = new Map<number, MonthSummary[]>();

    for (const summary of months)
    {
        const { year } = summary.month;

        years.set(year, [...years.get(year) ?? [], summary]);
    }

    return [...years].flatMap(([year, own]) => [create('h2', String(year)), create('ul', ...own.map(createItem))]);
}

/** Marks the link of a month as the current one, and brings it into sight. */
export function markMonth(list: HTMLElement, key: string): void
{
    for (const link of list.querySelectorAll('a'))
    {
        if (link.hash !== `#${key}`)
        {
            link.removeAttribute('aria-current');

            continue;
        }

        link.setAttribute('aria-current', 'true');
        link.parentElement?.parentElement?.scrollTo({ left: link.offsetLeft - 48 });
    }
}

function createItem({ month, total }: MonthSummary): HTMLElement
{
    const name = month.start.toLocaleDateString('en-US', { month: 'long', timeZone: 'UTC' });
    const link = create('a', create('span', name), create('span', total.toString()));

    link.href = `#${month.toString()}`;

    return create('li', link);
}
