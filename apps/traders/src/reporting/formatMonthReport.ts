import type MonthSales from '../domain/MonthSales.js';
import type { PDFContent } from '../utils/PDFContent.js';

/** Says what the report of a month shows. */
export default async function formatMonthReport(sales: MonthSales): Promise<PDFContent>
{
    return {
        title: `Sales report ${sales.month.name}`,
        subtitle: 'Northwind Traders',
        date: sales.month.end,
        figures: [
            { label: 'Total', text: sales.total.toString() },
            { label: 'Orders', text: String(sales.orders.length) },
            { label: 'Customers', text: String(sales.customers) },
            { label: 'Average order', text: sales.averageOrder.toString() }
        ],
        chart: {
            title: 'Sales by category',
            bars: [...sales.totals].map(([category, total]) => ({ label: category, value: total.dollars, text: total.toString() }))
        },
        tables: [
            {
                title: 'Best-selling products',
                columns: [
                    { title: 'Product', width: 5, align: 'left' },
                    { title: 'Category', width: 3, align: 'left' },
                    { title: 'Quantity', width: 2, align: 'right' },
                    { title: 'Amount', width: 2, align: 'right' }
                ],
                rows: sales.products.slice(0, 10).map(product => [product.name, product.category, String(product.quantity), product.total.toString()])
            },
            {
                title: 'Orders',
                columns: [
                    { title: 'Order', width: 2, align: 'left' },
                    { title: 'Date', width: 2, align: 'left' },
                    { title: 'Customer', width: 6, align: 'left' },
                    { title: 'Amount', width: 2, align: 'right' }
                ],
                rows: sales.orders.map(order => [String(order.number), order.orderedOn.toISOString().slice(0, 10), order.customer, order.total.toString()])
            }
        ]
    };
}
