import Money from './domain/Money.js';
import type MonthChart from './domain/MonthChart.js';
import type MonthSummary from './domain/MonthSummary.js';
import type { Bar } from './page/Bar.js';
import { drawColumns, drawRows } from './page/charts.js';
import { create, find, offerFile } from './page/elements.js';
import { listMonthLinks, markMonth } from './page/monthList.js';
import getMonthReport from './reporting/getMonthReport.js';
import getMonthChart from './sales/getMonthChart.js';
import listMonths from './sales/listMonths.js';

type View = 'categories' | 'days';

let months: readonly MonthSummary[] = [];
let shown: MonthChart | undefined;
let view: View = 'categories';

const views = [...document.querySelectorAll<HTMLButtonElement>('[data-view]')];
const download = find('download') as HTMLButtonElement;

download.addEventListener('click', () => void attempt(offerReport));
window.addEventListener('hashchange', () => void attempt(showMonth));
new ResizeObserver(drawChart).observe(find('chart'));

for (const button of views)
{
    button.addEventListener('click', () => choose(button.dataset['view'] === 'days' ? 'days' : 'categories'));
}

await attempt(async () =>
{
    months = await listMonths();

    find('months').replaceChildren(...listMonthLinks(months));
    find('loading').hidden = true;

    await showMonth();
});

async function showMonth(): Promise<void>
{
    const wanted = months.find(({ month }) => location.hash === `#${month.toString()}`) ?? months.at(-1);

    if (wanted === undefined)
    {
        throw new Error('Nothing was sold yet.');
    }

    const { month } = wanted;

    markMonth(find('months'), month.toString());
    find('sales').setAttribute('aria-busy', 'true');

    try
    {
        const chart = await getMonthChart(month.year, month.month);

        // Meanwhile another month may have been chosen.
        if (find('months').querySelector<HTMLAnchorElement>('[aria-current]')?.hash === `#${month.toString()}`)
        {
            show(chart);
        }
    }
    catch (error)
    {
        find('sales').hidden = true;

        throw error;
    }
    finally
    {
        find('sales').removeAttribute('aria-busy');
    }
}

function show(chart: MonthChart): void
{
    shown = chart;

    const figures: [string, string][] = [['Total', chart.total.toString()], ['Orders', String(chart.orders)], ['Days with sales', String(chart.days.size)]];

    document.title = `${chart.month.name}: Northwind Traders`;
    find('month').textContent = chart.month.name;
    find('figures').replaceChildren(...figures.map(([name, text]) => create('div', create('dt', name), create('dd', text))));
    find('sales').hidden = false;

    showFigures();
}

function choose(chosen: View): void
{
    view = chosen;

    for (const button of views)
    {
        button.setAttribute('aria-pressed', String(button.dataset['view'] === view));
    }

    showFigures();
}

function showFigures(): void
{
    find('chart-title').textContent = view === 'days' ? 'Sales by day' : 'Sales by category';
    find('table-name').textContent = view === 'days' ? 'Day' : 'Category';

    find('rows').replaceChildren(...listBars().filter(bar => bar.value !== 0).map(bar =>
    {
        const name = create('th', bar.label);

        name.scope = 'row';

        return create('tr', name, create('td', bar.text));
    }));

    drawChart();
}

function drawChart(): void
{
    const chart = find('chart');

    if (shown === undefined || chart.clientWidth === 0)
    {
        return;
    }

    const draw = view === 'days' ? drawColumns : drawRows;
    const title = `${find('chart-title').textContent} in ${shown.month.name}`;

    chart.replaceChildren(draw(title, listBars(), chart.clientWidth));
}

function listBars(): Bar[]
{
    if (shown === undefined)
    {
        return [];
    }

    const { month, days, categories } = shown;
    const nothing = new Money(0);

    const amounts: [string | number, Money][] = view === 'days'
        ? Array.from({ length: month.days }, (_, index) => [index + 1, days.get(index + 1) ?? nothing])
        : [...categories];

    return amounts.map(([key, amount]) => ({ label: String(key), value: amount.dollars, text: amount.toString() }));
}

async function offerReport(): Promise<void>
{
    if (shown === undefined)
    {
        return;
    }

    const { month } = shown;

    download.disabled = true;

    try
    {
        const report = await getMonthReport(month.year, month.month);

        offerFile(report, `sales-${month.toString()}.pdf`, 'application/pdf');
    }
    finally
    {
        download.disabled = false;
    }
}

async function attempt(action: () => Promise<void>): Promise<void>
{
    const error = find('error');

    error.hidden = true;

    try
    {
        await action();
    }
    catch (reason)
    {
        error.textContent = `That did not work: ${reason instanceof Error ? reason.message : String(reason)}`;
        error.hidden = false;
        find('loading').hidden = true;
    }
}
