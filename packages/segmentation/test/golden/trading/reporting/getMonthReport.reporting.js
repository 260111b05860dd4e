import getMonthData, { recordOrder } from '../sales/index.reporting.js';
import { formatMonthReport } from './formatMonthReport.reporting.js';
import * as cache from '../utils/cache.reporting.js';
import labels from '../labels.json' with { type: 'json' };
import { Order } from '../domain/Order.js';

export async function getMonthReport(year: number, month: number): Promise<string>
{
    const { createPDF } = await import('../utils/createPDF.js');
    const data = await getMonthData(year, month);
    const note = await recordOrder(new Order(9, 9), { note: 'n', tags: ['t'] }, 'a', 'b');

    recordOrder(new Order(3, 3));

    return createPDF([labels.month, await formatMonthReport(data as never), note, String(cache.count('x'))]);
}
