import { Conflict } from '@jitar/errors';

/** All that it has is public. */
export class Point
{
    constructor(x, y)
    {
        this.x = x;
        this.y = y;
    }
}

/** Has private fields behind getters. */
export class Money
{
    #amount;
    #currency;

    constructor(amount, currency = 'EUR')
    {
        this.#amount = amount;
        this.#currency = currency;
    }

    get amount()
    {
        return this.#amount;
    }

    get currency()
    {
        return this.#currency;
    }
}

/** Has fields with defaults, that change after construction. */
export class Person
{
    friends = [];
    boss = undefined;
    born = new Date(0);

    constructor(name)
    {
        this.name = name;
    }
}

/** Inherits, and has a private field behind a getter and a setter. */
export class Employee extends Person
{
    #salary = new Money(0n);

    constructor(name, number)
    {
        super(name);

        this.number = number;
    }

    get salary()
    {
        return this.#salary;
    }

    set salary(value)
    {
        this.#salary = value;
    }
}

/** Takes as many arguments as one likes. */
export class Team
{
    constructor(leader, ...members)
    {
        this.leader = leader;
        this.members = members;
    }
}

/** An error of an application. */
export class SoldOut extends Error
{
    constructor(product)
    {
        super(`No ${product}`);

        Object.defineProperty(this, 'name', { value: 'SoldOut', configurable: true });
        this.product = product;
        this.left = 0;
    }
}

/** An error of an application with a status. */
export class Taken extends Conflict
{
    constructor(seat)
    {
        super(`${seat} is taken`);

        this.seat = seat;
    }
}

/** Nobody knows it. */
export class Unlisted { }

const define = (implementation, definition) => ({ key: `coverage/${implementation.name}`, parameters: [], fields: [], accessors: [], getters: [], implementation, ...definition });

/** What the build would tell of the classes. */
export const definitions = [
    define(Point, { parameters: ['x', 'y'], fields: ['x', 'y'] }),
    define(Money, { parameters: ['amount', 'currency'], getters: ['amount', 'currency'] }),
    define(Person, { parameters: ['name'], fields: ['friends', 'boss', 'born', 'name'] }),
    define(Employee, { parameters: ['name', 'number'], fields: ['friends', 'boss', 'born', 'name', 'number'], accessors: ['salary'], getters: ['salary'] }),
    define(Team, { parameters: ['leader', '...members'], fields: ['leader', 'members'] }),
    define(SoldOut, { parameters: ['product'], fields: ['product', 'left'] }),
    define(Taken, { parameters: ['seat'], fields: ['seat'] })
];
