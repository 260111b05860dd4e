import { echo, discount, inspect, join, label, mutate, twins } from '../back/values.js';
import { Money } from '../shared/Money.js';
import { DiscountOrder, Order } from '../shared/Order.js';

const placed = new Date('1997-03-01T12:00:00.000Z');

/** Every kind of value there and back, described as text. */
export async function roundTrip(kind: string): Promise<string>
{
    const values: Record<string, unknown> = {
        undefined, null: null, nan: NaN, negativeZero: -0, infinity: -Infinity, bigint: 2n ** 70n, text: 'é\u2028"', date: placed, invalidDate: new Date(NaN),
        map: new Map<unknown, unknown>([['a', 1], [{ key: true }, new Set([1, 'b'])]]), bytes: new Uint8Array([0, 127, 255]), regexp: /a+b/giu, url: new URL('https://example.com/a?b=c#d'),
        holes: Object.assign(new Array<number>(3), { 0: 1, 2: 3 }), tagLike: { $tagged: 1, value: '$Date:', list: ['$Map', '$0'] }, nullPrototype: Object.assign(Object.create(null) as object, { a: 1 }), nested: { a: [{ b: undefined, c: null }] }
    };

    return describe(await echo(values[kind]));
}

/** A cycle there and back. */
export async function cycle(): Promise<boolean>
{
    const value: { self?: unknown; list: unknown[] } = { list: [] };
    value.self = value;
    value.list.push(value);

    const back = await echo(value) as typeof value;

    return back !== value && back.self === back && back.list[0] === back;
}

/** The other side gets a copy. */
export async function mutated(): Promise<{ here: number; there: number }>
{
    const list = { items: [1, 2] };
    const there = await mutate(list);

    return { here: list.items.length, there };
}

/** An instance as both sides see it. */
export async function instances(): Promise<string[]>
{
    const order = new Order(1, new Money(1250), placed);
    order.note = 'quick';

    const sent = await inspect(order);
    const subject = new DiscountOrder(2, new Money(100, 'USD'), placed);
    const discounted = await discount(subject, 15);

    return [
        sent,
        `${String(discounted instanceof DiscountOrder)} ${String(discounted instanceof Order)} ${String(discounted.percent)} ${discounted.note} ${discounted.total.add(new Money(1)).toString()}`,
        `${String(subject.percent)} ${subject.note}`
    ];
}

/** One object referenced twice stays one. */
export async function identity(): Promise<boolean>
{
    const { left, right } = await twins();

    return left === right && left instanceof Money;
}

/** Arguments as JavaScript means them. */
export async function argumentsOf(kind: string): Promise<string>
{
    switch (kind)
    {
        case 'one': return join('a');
        case 'undefined': return join('a', undefined, 'c');
        case 'rest': return join('a', 'b', 'c', 'd');
        case 'destructured': return label({ id: 7, tags: ['x', 'y', 'z'] });
        default: return label({ id: 8 });
    }
}

/** A function cannot cross. */
export async function refused(): Promise<string>
{
    return echo({ order: { items: [1, { onChange: () => 1 }] } }).then(() => 'crossed', (error: unknown) => (error as Error).message);
}

/** An instance for outsiders. */
export async function order(): Promise<Order>
{
    return new Order(3, new Money(999), placed);
}

/** Optional and required arguments from outside. */
export async function greet(name: string, { greeting = 'Hello', marks: [mark = '.'] = [] }: { greeting?: string; marks?: string[] } = {}, ...others: string[]): Promise<string>
{
    return `${greeting}, ${[name, ...others].join(' and ')}${mark}`;
}

/** Bytes for outsiders. */
export async function bytes(): Promise<Uint8Array>
{
    return new Uint8Array([37, 80, 68, 70]);
}

/** A value of any kind for outsiders. */
export async function plain(kind: string): Promise<unknown>
{
    const values: Record<string, unknown> = { undefined, null: null, boolean: false, number: 1.5, text: 'plain', map: new Map([['a', placed]]), set: new Set([1, 2]), object: { a: undefined, b: [1, null] } };

    return values[kind];
}

function describe(value: unknown): string
{
    if (Object.is(value, -0)) { return '-0'; }
    if (value instanceof Date) { return `Date ${String(value.getTime())}`; }
    if (value instanceof Map) { return `Map ${[...value].map(([key, item]) => `${describe(key)}=>${describe(item)}`).join(',')}`; }
    if (value instanceof Set) { return `Set ${[...value].map(describe).join(',')}`; }
    if (value instanceof Uint8Array) { return `Uint8Array ${value.join(',')}`; }
    if (value instanceof RegExp || value instanceof URL) { return `${value.constructor.name} ${String(value)}`; }
    if (Array.isArray(value)) { return `[${Array.from(value, (item, index) => index in value ? describe(item) : 'hole').join(',')}]`; }
    if (typeof value === 'object' && value !== null)
    {
        return `${Object.getPrototypeOf(value) === null ? 'null ' : ''}{${Object.entries(value).map(([key, item]) => `${key}:${describe(item)}`).join(',')}}`;
    }

    return `${typeof value} ${String(value)}`;
}
