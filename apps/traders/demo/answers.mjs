import { pathToFileURL } from 'node:url';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { startClient } from 'jitar/client';

const year = 1997;
const month = 3;

/** Makes the calls of the demonstration, from outside, and says which answers were wrong. */
export async function checkAnswers({ url, folder, say })
{
    const failures = [];
    const expect = (what, right) => { if (!right) { failures.push(what); } };

    // As any HTTP client.
    const months = await callJson(`${url}/rpc/sales/listMonths`);
    const wanted = months.find(summary => summary.month.year === year && summary.month.month === month);
    const report = await fetchReport(url);
    const text = await readPdf(report);
    const total = formatAmount(wanted?.total.dollars ?? NaN);

    say(`\nsales/listMonths: ${months.length} months, ${months[0].month.year}-${months[0].month.month} to ${months.at(-1).month.year}-${months.at(-1).month.month}`);
    say(`reporting/getMonthReport: a PDF of ${report.length} bytes, total ${total}`);
    expect('listMonths answers the 23 months of Northwind', months.length === 23);
    expect(`the report says the month's total, ${total}`, text.includes(total));

    await orderAsProgram({ url, folder, say, expect });

    return { report, month: `${year}-${String(month).padStart(2, '0')}`, failures };
}

/** As a program that imports the procedures of the built application: instances go out, instances and errors come back. */
async function orderAsProgram({ url, folder, say, expect })
{
    const dist = pathToFileURL(`${folder}/dist/`);
    const load = async path => (await import(new URL(path, dist).href)).default;
    const client = await startClient({ url, root: dist.href });

    try
    {
        const [Order, OrderLine, Receipt, recordOrder, recordOrderV2] = await Promise.all(
            ['domain/Order.js', 'domain/OrderLine.js', 'domain/Receipt.js', 'sales/recordOrder.remote.js', 'sales/recordOrderV2.remote.js'].map(load));

        const order = quantity => new Order('ALFKI', new Date('1998-05-07T00:00:00.000Z'), [new OrderLine(1, quantity)]);
        const number = await recordOrder(order(2));
        const receipt = await recordOrderV2(order(3));
        const refusal = await recordOrder(order(9_999)).then(() => undefined, error => error);

        say(`sales/recordOrder 1.0.0: order ${number}`);
        say(`sales/recordOrder 2.0.0: order ${receipt.number} for ${String(receipt.total)}`);
        say(`sales/recordOrder 1.0.0, far too much: ${refusal?.name}: ${refusal?.message}`);

        expect('recordOrder 1.0.0 answers the number of the order', Number.isInteger(number));
        expect('recordOrder 2.0.0 answers a receipt of the next order', receipt instanceof Receipt && receipt.number === number + 1);
        expect('an order that is too large fails with what is left', refusal?.name === 'OutOfStock' && refusal.available === 34 && refusal.status === 409);
    }
    finally
    {
        client.stop();
    }
}

async function fetchReport(url)
{
    const response = await fetch(`${url}/rpc/reporting/getMonthReport`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ year, month }) });

    if (!response.ok)
    {
        throw new Error(`reporting/getMonthReport answered ${response.status}: ${await response.text()}`);
    }

    return new Uint8Array(await response.arrayBuffer());
}

async function callJson(url)
{
    const response = await fetch(url);

    if (!response.ok)
    {
        throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    }

    return response.json();
}

async function readPdf(bytes)
{
    const document = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
    const pages = [];

    for (let number = 1; number <= document.numPages; number++)
    {
        const { items } = await (await document.getPage(number)).getTextContent();

        pages.push(items.map(item => item.str).join(' '));
    }

    return pages.join('\n');
}

function formatAmount(amount)
{
    return amount.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
