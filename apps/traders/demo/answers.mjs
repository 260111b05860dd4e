import { randomBytes } from 'node:crypto';
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

/** As a program that has the built application: it imports what it needs, and instances and errors come back as themselves. */
async function orderAsProgram({ url, folder, say, expect })
{
    const root = pathToFileURL(`${folder}/dist/`).href;
    const client = await startClient({ url, root });

    try
    {
        const { order, orderWithReceipt } = await import(`${root}desk.js`);
        const { default: Receipt } = await import(`${root}domain/Receipt.js`);

        const day = new Date('1998-05-07T00:00:00.000Z');
        const number = await order('ALFKI', day, 1, 2);
        const receipt = await orderWithReceipt('ALFKI', day, 1, 3);
        const shortage = await order('ALFKI', day, 1, 9_999);

        say(`sales/recordOrder 1.0.0: order ${number}`);
        say(`sales/recordOrder 2.0.0: order ${receipt.number} for ${receipt.total}`);
        say(`sales/recordOrder 1.0.0, far too much: ${shortage.message}`);

        expect('recordOrder 1.0.0 answers the number of the order', Number.isInteger(number));
        expect('recordOrder 2.0.0 answers a receipt of the next order', receipt instanceof Receipt && receipt.number === number + 1);
        expect('an order that is too large fails with what is left', shortage.available === 34);
    }
    finally
    {
        client.stop();
    }
}

async function fetchReport(url)
{
    const response = await fetch(`${url}/rpc/reporting/getMonthReport`, {
        method: 'POST', headers: { 'content-type': 'application/json', ...startTrace() }, body: JSON.stringify({ year, month })
    });

    if (!response.ok)
    {
        throw new Error(`reporting/getMonthReport answered ${response.status}: ${await response.text()}`);
    }

    return new Uint8Array(await response.arrayBuffer());
}

async function callJson(url)
{
    const response = await fetch(url, { headers: startTrace() });

    if (!response.ok)
    {
        throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    }

    return response.json();
}

/** As tools that trace do (W3C Trace Context): what the services log of the call bears its id. */
function startTrace()
{
    return { traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01` };
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
