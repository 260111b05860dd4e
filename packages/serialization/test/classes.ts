import type { ClassDefinition } from '../src/index.js';

/** Reads through a getter what only the constructor can set. */
export class Money
{
    readonly #amount: bigint;
    readonly currency: string;

    constructor(amount: bigint, currency = 'EUR')
    {
        this.#amount = amount;
        this.currency = currency;
    }

    get amount(): bigint
    {
        return this.#amount;
    }
}

/** Has fields that are set after construction, and can be in cycles. */
export class Person
{
    name: string;
    friends: Person[] = [];
    boss: Person | undefined;
    declare nickname?: string;

    constructor(name: string)
    {
        this.name = name;
    }
}

/** Inherits, and has an accessor pair. */
export class Employee extends Person
{
    #salary = new Money(0n);

    constructor(name: string, readonly number: number)
    {
        super(name);
    }

    get salary(): Money
    {
        return this.#salary;
    }

    set salary(value: Money)
    {
        this.#salary = value;
    }
}

/** Gets other instances through its constructor. */
export class Team
{
    readonly members: Person[];
    readonly labels: string[];

    constructor(members: Person[], ...labels: string[])
    {
        this.members = [...members];
        this.labels = labels;
    }
}

/** Keeps what its constructor got where nobody else can set it. */
export class Box
{
    readonly #content: unknown;

    constructor(content: unknown)
    {
        this.#content = content;
    }

    get content(): unknown
    {
        return this.#content;
    }
}

/** Inherits what is private, has fields with defaults, and an accessor that is a parameter as well. */
export class Account extends Box
{
    opened: Date = new Date(0);
    labels: Set<unknown> = new Set(['new']);
    #limit: number;

    constructor(content: unknown, limit = 10)
    {
        super(content);

        this.#limit = limit;
    }

    get limit(): number
    {
        return this.#limit;
    }

    set limit(value: number)
    {
        this.#limit = value;
    }
}

/** An error with fields of its own. */
export class SoldOut extends Error
{
    left = 0;

    constructor(readonly product: string)
    {
        super(`No ${product}`);

        Object.defineProperty(this, 'name', { value: 'SoldOut', configurable: true, writable: true });
    }
}

/** A definition, with nothing declared but what is given. */
export function define(implementation: ClassDefinition['implementation'], definition: Partial<ClassDefinition> = {}): ClassDefinition
{
    return { key: `test/${implementation.name}`, parameters: [], fields: [], accessors: [], getters: [], implementation, ...definition };
}

const personFields = ['name', 'friends', 'boss', 'nickname'];

export const classes: readonly ClassDefinition[] = [
    define(Money, { parameters: ['amount', 'currency'], fields: ['currency'], getters: ['amount'] }),
    define(Person, { parameters: ['name'], fields: personFields }),
    define(Employee, { parameters: ['name', 'number'], fields: [...personFields, 'number'], accessors: ['salary'], getters: ['salary'] }),
    define(Team, { parameters: ['members', '...labels'], fields: ['members', 'labels'] }),
    define(Box, { parameters: ['content'], getters: ['content'] }),
    define(Account, { parameters: ['content', 'limit'], fields: ['opened', 'labels'], accessors: ['limit'], getters: ['content', 'limit'] }),
    define(SoldOut, { parameters: ['product'], fields: ['product', 'left'] })
];
