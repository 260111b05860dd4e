import getMonthData from '../sales/getMonthData.js';
import createPDF from '../utils/createPDF.js';
import formatMonthReport from './formatMonthReport.js';

/**
 * The sales report of a month, as a PDF.
 *
 * @throws InvalidMonth, NoSales
 */
export default async function getMonthReport(year: number, month: number): Promise<Uint8Array>
{
    const sales = await getMonthData(year, month);
    const report = await formatMonthReport(sales);

    return createPDF(report);
}
