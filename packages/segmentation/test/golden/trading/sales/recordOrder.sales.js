import { OutOfStock } from './OutOfStock.sales.js';

let recorded = 0;

export async function recordOrder(order: Order, { note = '', tags: [first = 'none'] = [] }: { note?: string; tags?: string[] } = {}, ...extras: string[]): Promise<string>
{
    if (order.total > 100)
    {
        throw new OutOfStock(order.id);
    }

    recorded++;

    return `${order.describe()} ${note} ${first} ${extras.join('+')} ${String(recorded)}`;
}

export async function* listOrders(count: number) { for (let i = 0; i < count; i++) yield i; }

export async function secret() { return 'secret'; }

export const limit = 100;
