import type { DiscountOrder, Order } from '../shared/Order.js';
import { Order as OrderClass } from '../shared/Order.js';
import { Money } from '../shared/Money.js';

/** Gives back what it got. */
export async function echo(value: unknown): Promise<unknown>
{
    return value;
}

/** Changes what it got, and tells what it made of it. */
export async function mutate(list: { items: number[] }): Promise<number>
{
    list.items.push(99);

    return list.items.length;
}

/** Looks at an instance as this side sees it. */
export async function inspect(order: Order): Promise<string>
{
    return `${String(order instanceof OrderClass)} ${String(order.total instanceof Money)} ${order.total.toString()} ${order.placed.toISOString()} ${order.note}`;
}

/** Gives an instance of a class that only this module's type tells of. */
export async function discount(order: DiscountOrder, percent: number): Promise<DiscountOrder>
{
    order.percent = percent;
    order.note = 'discounted';

    return order;
}

/** Two references to one object. */
export async function twins(): Promise<{ left: Money; right: Money }>
{
    const money = new Money(100);

    return { left: money, right: money };
}

/** A default that uses an earlier parameter, and a rest parameter. */
export async function join(first: string, second = `${first}!`, ...rest: string[]): Promise<string>
{
    return [first, second, ...rest].join('|');
}

/** Destructured parameters. */
export async function label({ id, tags: [first = 'none', ...others] = [] }: { id: number; tags?: string[] }): Promise<string>
{
    return `${String(id)}:${first}:${String(others.length)}`;
}
