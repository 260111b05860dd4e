import { describe, expect, it } from 'vitest';

import { Box, Employee, Money, Person, Team, classes, define } from '../test/classes.js';
import { same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { UnknownInstance, copy, createCodec } from './index.js';

const codec = createCodec({ classes });

function bothWays(value: unknown, from = codec, to = codec): readonly unknown[]
{
    return [to.decode(from.encode(value)), copy(value, from, to)];
}

describe('an instance', () =>
{
    it('is written as its class and what the class declares', () =>
    {
        expect(codec.encode(new Money(5n, 'USD'))).toBe(tagged('["$class",0,"$BigInt:5","USD"]', '[["test/Money","amount","currency"]]'));
    });

    it('says what is common to many only once', () =>
    {
        const ada = new Person('Ada');
        const friends: readonly object[] = [new Person('Bob'), new Money(1n), Object.assign(new Person('Cy'), { nickname: 'C' }), ada];
        const text = codec.encode(Object.assign(ada, { friends }));

        expect(text).toBe(tagged(
            '["$class",0,"Ada",[["$class",0,"Bob",[],"$undefined"],["$class",1,"$BigInt:1","EUR"],["$class",2,"Cy",[],"$undefined","C"],"$0"],"$undefined"]',
            '[["test/Person","name","friends","boss"],["test/Money","amount","currency"],["test/Person","name","friends","boss","nickname"]]'
        ));
        expect(same(ada, codec.decode(text))).toBe(true);
    });

    it('comes back with what only its constructor could set', () =>
    {
        for (const money of bothWays(new Money(5n, 'USD')) as Money[])
        {
            expect(money).toBeInstanceOf(Money);
            expect([money.amount, money.currency]).toEqual([5n, 'USD']);
        }
    });

    it('comes back with inherited fields, accessors, and fields that were set after construction', () =>
    {
        const employee = new Employee('Ada', 7);

        employee.salary = new Money(100n);
        employee.boss = new Person('Charles');
        employee.friends.push(employee.boss);

        for (const received of bothWays(employee) as Employee[])
        {
            expect(same(employee, received)).toBe(true);
            expect(received.salary.amount).toBe(100n);
            expect('nickname' in received).toBe(false);
        }
    });

    it('keeps a parameter that its constructor changes as the field has it', () =>
    {
        class Price
        {
            gross: number;

            constructor(gross: number)
            {
                this.gross = gross * 2;
            }
        }

        const prices = createCodec({ classes: [define(Price, { parameters: ['gross'], fields: ['gross'] })] });

        for (const price of bothWays(new Price(10), prices, prices) as Price[])
        {
            expect(price.gross).toBe(20);
        }
    });

    it('gets its rest parameter item by item, and defaults for what is missing', () =>
    {
        const team = new Team([], 'a', 'b');

        expect(bothWays(team)).toEqual([team, team]);
        expect((codec.decode(tagged('["$class",0,"$BigInt:1"]', '[["test/Money","amount"]]')) as Money).currency).toBe('EUR');
    });

    it('may be frozen by its constructor', () =>
    {
        class Point
        {
            readonly x: number;

            constructor(x: number)
            {
                this.x = x;
                Object.freeze(this);
            }
        }

        const points = createCodec({ classes: [define(Point, { parameters: ['x'], fields: ['x'] })] });

        expect(bothWays(new Point(1), points, points)).toEqual([new Point(1), new Point(1)]);
    });

    it('that grew a field which its class does not declare is refused', () =>
    {
        const person = Object.assign(new Person('Ada'), { secret: 1 });

        expect(() => codec.encode([person])).toThrow('"value[0].secret" cannot be sent: its class does not declare this field');
        expect(() => copy([person], codec, codec)).toThrow('"value[0].secret" cannot be sent');
    });

    it('of a class that extends a built-in one is refused, for its content would be lost', () =>
    {
        class Registry extends Map { }

        const registries = createCodec({ classes: [define(Registry)] });

        expect(() => registries.encode(new Registry())).toThrow('its class extends Map');
        expect(() => registries.decode(tagged('["$class",0]', '[["test/Registry"]]'))).toThrow('its class extends Map');
    });

    it('of a subclass that is not listed is refused, though its base is', () =>
    {
        class Guest extends Person { }

        expect(() => codec.encode(new Guest('x'))).toThrow('not exported');
    });
});

describe('a cycle', () =>
{
    it('may run through the fields of instances', () =>
    {
        const [ada, bob] = [new Person('Ada'), new Person('Bob')];

        ada.friends.push(bob);
        bob.friends.push(ada);
        ada.boss = ada;

        for (const received of bothWays(ada))
        {
            expect(same(ada, received)).toBe(true);
        }
    });

    it('may run through a constructor parameter that is a field', () =>
    {
        const ada = new Person('Ada');
        const team = new Team([ada]);

        ada.boss = team as unknown as Person;
        team.members.push(team as unknown as Person);

        for (const received of bothWays(team))
        {
            expect(same(team, received)).toBe(true);
        }
    });

    it('may run through a private parameter as long as something in between has fields', () =>
    {
        const ada = new Person('Ada');
        const box = new Box([ada]);

        ada.boss = box as unknown as Person;

        for (const received of bothWays(box) as Box[])
        {
            expect((received.content as Person[])[0]?.boss).toBe(received);
        }
    });

    it('that only a private field closes is refused', () =>
    {
        const list: unknown[] = [];
        const box = new Box(list);

        list.push(box);

        const expected = '"value.content" cannot be read: a cycle runs through a constructor parameter that is no public field';

        expect(() => codec.decode(codec.encode(box))).toThrow(expected);
        expect(() => copy(box, codec, codec)).toThrow(expected);
    });
});

describe('reading an instance', () =>
{
    it.each([
        ['a class that is not listed', '["Object"]', '', 'value', 'its class is not known here'],
        ['a name of globalThis', '["Function","0"]', ',"alert(1)"', 'value', 'its class is not known here'],
        ['a name of every object', '["constructor"]', '', 'value', 'its class is not known here'],
        ['an undeclared field', '["test/Person","name","admin"]', ',"a",true', 'value.admin', 'its class does not declare this field'],
        ['a field that stands twice', '["test/Person","name","name"]', ',"a","b"', 'value', 'it is a tagged text of a form that is not known here'],
        ['a method of the class', '["test/Person","constructor"]', ',1', 'value.constructor', 'its class does not declare this field'],
        ['what every object inherits', '["test/Box","toString"]', ',1', 'value.toString', 'its class does not declare this field'],
        ['__proto__ as a field', '["test/Person","__proto__"]', ',{"a":1}', 'value', 'it is a tagged text of a form that is not known here'],
        ['a rest parameter that is no array', '["test/Team","members","labels"]', ',[],1', 'value.labels', 'its rest parameter is not an array'],
        ['more values than fields', '["test/Person","name"]', ',"a","b"', 'value', 'it is not what its tag says'],
        ['fewer values than fields', '["test/Person","name"]', '', 'value', 'it is not what its tag says'],
        ['fields that are no text', '["test/Person",1]', ',1', 'value', 'it is a tagged text of a form that is not known here'],
        ['a layout that is no list', '{"0":"test/Person","length":1}', '', 'value', 'it is a tagged text of a form that is not known here'],
        ['a layout without a class', '[]', '', 'value', 'it is a tagged text of a form that is not known here']
    ])('refuses %s', (_, layout, values, path, reason) =>
    {
        expect(() => codec.decode(tagged(`["$class",0${values}]`, `[${layout}]`))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: `The value at "${path}" cannot be read: ${reason}.` }) as Error);
    });

    it.each(['1', '-1', '0.5', '"0"', 'null', '"$-0"', '[0]', '"length"', '"push"', '"__proto__"', '"constructor"'])('refuses the layout number %s', number =>
    {
        expect(() => codec.decode(tagged(`["$class",${number},"a"]`, '[["test/Person","name"]]'))).toThrow('its class and fields are not told');
    });

    it('refuses an instance whose constructor throws, with what it threw as the cause', () =>
    {
        class Age
        {
            constructor(readonly years: number)
            {
                if (years < 0)
                {
                    throw new RangeError('negative');
                }
            }
        }

        const ages = createCodec({ classes: [define(Age, { parameters: ['years'], fields: ['years'] })] });
        const age = Object.assign(new Age(1), { years: -1 });
        const expected = expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: expect.stringContaining('"value.age"') as string, cause: new RangeError('negative') }) as Error;

        expect(() => ages.decode(tagged('{"age":["$class",0,-1]}', '[["test/Age","years"]]'))).toThrow(expected);
        expect(() => copy({ age }, ages, ages)).toThrow(expected);
    });
});

describe('an instance of an unknown class', () =>
{
    const keeping = createCodec({ unknownClasses: 'keep' });

    it('can be kept, and is encoded again as it came', () =>
    {
        const ada = new Person('Ada');

        ada.boss = ada;
        ada.friends.push(new Person('Bob'));

        const text = codec.encode({ ada, on: new Date(0) });
        const kept = keeping.decode(text) as { ada: UnknownInstance };

        expect(kept.ada).toBeInstanceOf(UnknownInstance);
        expect(kept.ada.key).toBe('test/Person');
        expect(kept.ada.fields['boss']).toBe(kept.ada);
        expect(keeping.encode(kept)).toBe(text);
        expect(same({ ada, on: new Date(0) }, codec.decode(keeping.encode(kept)))).toBe(true);
    });

    it('is kept or refused by the one who receives the copy', () =>
    {
        expect(copy(new Money(1n), codec, keeping)).toEqual(new UnknownInstance('test/Money', { amount: 1n, currency: 'EUR' }));
        expect(() => copy(new Money(1n), codec, createCodec())).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);

        // Text could not even be written.
        const value = [new Money(1n), () => 1];

        expect(() => createCodec().decode(codec.encode(value))).toThrow('"value[1]" cannot be sent');
        expect(() => copy(value, codec, createCodec())).toThrow('"value[1]" cannot be sent');
        expect((copy(new UnknownInstance('test/Money', { amount: 1n }), keeping, codec) as Money).amount).toBe(1n);
    });
});

it('keeps what an application threw while it read, wherever the instance stands', () =>
{
    const cause = new RangeError('no such age');

    class Age
    {
        constructor(readonly years: number)
        {
            if (years < 0)
            {
                throw cause;
            }
        }
    }

    const ages = createCodec({ classes: [define(Age, { parameters: ['years'], fields: ['years'] })] });

    expect(() => ages.decode(tagged('["$Map","Ada",["$class",0,-1]]', '[["test/Age","years"]]'))).toThrow(expect.objectContaining({ message: 'The value at "value.values()[0]" cannot be read: rebuilding it failed.', cause }) as Error);
});
