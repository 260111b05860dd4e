import { Conflict, JitarError, createError, isJitarError } from '@jitar/errors';
import { describe, expect, it } from 'vitest';

import { Box, Money, classes, define } from '../test/classes.js';
import { same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { UnknownInstance, copy, createCodec, createStreamList } from './index.js';

class OutOfStock extends Conflict
{
    readonly product: string;
    left = 0;

    constructor(product: string)
    {
        super(`No ${product}`);

        this.product = product;
    }
}

class Missing extends TypeError
{
    override name = 'Missing';
}

const table = createCodec({ classes: [...classes, define(OutOfStock, { parameters: ['product'], fields: ['product', 'left'] }), define(Missing, { fields: ['name'] })] });
const plain = createCodec();

function bothWays(error: unknown, from = table, to = table): readonly Error[]
{
    return [to.decode(from.encode(error)), copy(error, from, to)] as Error[];
}

describe('an error', () =>
{
    it('is written with its type, name, message and cause, and without its stack', () =>
    {
        const error = new RangeError('too far', { cause: 'wind' });

        expect(plain.encode(error)).toBe(tagged('["$Error","RangeError",{"name":"RangeError","message":"too far","cause":"wind"}]'));
    });

    it('comes back as one of its type, with cause and errors', () =>
    {
        const error = new AggregateError([new SyntaxError('a'), 1], 'all failed', { cause: new Error('why') });

        for (const received of bothWays(error))
        {
            expect(same(error, received)).toBe(true);
            expect(Object.keys(received)).toEqual([]);
        }
    });

    it('may be its own cause', () =>
    {
        const error = new Error('a');

        error.cause = error;

        for (const received of bothWays(error))
        {
            expect(received.cause).toBe(received);
        }
    });

    it('never brings a stack along', () =>
    {
        const error = new OutOfStock('chai');

        error.stack = 'secret path';

        for (const received of bothWays(error))
        {
            expect(received.stack).not.toContain('secret path');
        }

        expect(() => plain.decode(tagged('["$Error","Error",{"stack":"forged"}]'))).toThrow('this name is refused');
        expect(() => table.decode(tagged('["$Error","JitarError",{"stack":"forged"},"test/OutOfStock"]'))).toThrow('its class does not declare this field');
    });

    it('has no stack of the place where it was made, which others still have', () =>
    {
        const { stackTraceLimit } = Error;

        for (const received of bothWays([new RangeError('a'), new OutOfStock('tea')]) as unknown as readonly Error[][])
        {
            expect(received.map(({ stack }) => stack?.includes('\n    at '))).toEqual([false, false]);
        }

        expect(() => plain.decode(tagged('["$Error","Error",{"name":1}]'))).toThrow(expect.objectContaining({ stack: expect.stringMatching(/\n {4}at .*error-type\.test/) as string }) as Error);
        expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    });

    it.each([
        ['cannot be changed', { value: 10, writable: false, enumerable: true, configurable: true }],
        ['does not exist', undefined]
    ])('arrives where the limit of stacks %s', (_, descriptor) =>
    {
        const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') as PropertyDescriptor;

        delete (Error as { stackTraceLimit?: number }).stackTraceLimit;

        try
        {
            if (descriptor !== undefined)
            {
                Object.defineProperty(Error, 'stackTraceLimit', descriptor);
            }

            expect(bothWays(new RangeError('a')).map(({ message }) => message)).toEqual(['a', 'a']);
            expect(Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')).toEqual(descriptor);
        }
        finally
        {
            Object.defineProperty(Error, 'stackTraceLimit', before);
        }
    });

    it('shares its list of errors', () =>
    {
        const error = new AggregateError([new Error('a')], 'x');
        const value = [error.errors, error];

        expect(same(value, plain.decode(plain.encode(value)))).toBe(true);
        expect(same(value, copy(value, plain, plain))).toBe(true);
    });

    it('arrives without a cause that cannot be sent', () =>
    {
        const shared = { a: 1 };
        const error = new Error('failed', { cause: { shared, socket: () => 1 } });
        const value = { error, shared, again: shared };

        for (const received of bothWays(value) as unknown as typeof value[])
        {
            expect(received.error.message).toBe('failed');
            expect('cause' in received.error).toBe(false);
            expect(received.shared).toEqual({ a: 1 });
            expect(received.again).toBe(received.shared);
        }
    });

    it('is written without the classes of a cause that cannot be sent', () =>
    {
        const failing = [new Box(1), new Money(1n), () => 1];

        expect(table.encode(new Error('failed', { cause: failing }))).toBe(tagged('["$Error","Error",{"name":"Error","message":"failed"}]'));

        const written = table.encode([new Box(2), new Error('failed', { cause: failing }), new Money(2n), new Box(3)]);

        expect(written).toContain('"classes":[["test/Box","content"],["test/Money","amount","currency"]]');
        expect(same(table.decode(written), [new Box(2), new Error('failed'), new Money(2n), new Box(3)])).toBe(true);
    });

    it('arrives with what was added to it, but not with what cannot be sent', () =>
    {
        const error = Object.assign(new Error('no such file'), { code: 'ENOENT', errno: -2, details: { path: new URL('file:///a') }, socket: () => 1, name: 'SystemError' });

        Object.defineProperty(error, 'hidden', { value: 1 });

        expect(plain.encode(error)).toBe(tagged('["$Error","Error",{"name":"SystemError","message":"no such file","code":"ENOENT","errno":-2,"details":{"path":"$URL:file:///a"}}]'));

        for (const received of bothWays(error))
        {
            expect(received).toBeInstanceOf(Error);
            expect(Object.entries(received)).toEqual([['code', 'ENOENT'], ['errno', -2], ['details', { path: new URL('file:///a') }]]);
            expect([received.name, received.message, 'hidden' in received]).toEqual(['SystemError', 'no such file', false]);
        }
    });

    it('brings nothing along that would change what it is', () =>
    {
        const text = '["$Error","Error",{"message":"a","constructor":1,"toString":2,"then":3,"code":{"status":4}}]';
        const received = plain.decode(tagged(text)) as Error;

        expect(Object.getPrototypeOf(received)).toBe(Error.prototype);
        expect(Object.keys(received)).toEqual(['constructor', 'toString', 'then', 'code']);
        expect(() => plain.decode(tagged('["$Error","Error",{"__proto__":{}}]'))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);
    });

    it('keeps apart what it refers to, whatever its fields are called', () =>
    {
        const [first, second] = [{ a: 1 }, { b: 1 }];
        const error = Object.assign(new Error('x', { cause: first }), { 7: second, 0: [first, second] });
        const value = { error, first, second };

        for (const received of bothWays(value) as unknown as (typeof value)[])
        {
            expect(received).toEqual(value);
            expect([received.error.cause, received.error[7]]).toEqual([received.first, received.second]);
            expect(received.error[0][0]).toBe(received.first);
        }

        const large = Object.assign(new Error('x', { cause: new Uint8Array(2_000) }), { 0: new Uint8Array(3_000) });

        expect((plain.decodeParts(plain.encodeParts(large)) as typeof large)[0]).toHaveLength(3_000);
    });

    it('leaves nothing behind of a cause that cannot be sent', () =>
    {
        const streams = createStreamList();
        const error = new Error('x');
        const box = new Box(error);

        error.cause = { box, stream: (async function* () { yield 1; })(), socket: () => 1 };

        expect((bothWays(box)[1] as unknown as Box).content).toBeInstanceOf(Error);
        plain.encodeParts([error], 'value', streams.take);
        expect(streams.streams).toEqual([]);
    });

    it('with fields that cannot be sent takes no longer beside many objects', () =>
    {
        const errors = Array.from({ length: 5_000 }, () => Object.assign(new Error('x'), { socket: () => 1 }));
        const value = [Array.from({ length: 100_000 }, () => ({})), errors];

        // Quadratic time would be a minute.
        expect((plain.decode(plain.encode(value)) as typeof value)[1]).toHaveLength(5_000);
        expect((copy(value, plain, plain) as typeof value)[1]).toHaveLength(5_000);
    });

    it('may be a DOMException', () =>
    {
        const error = Object.defineProperty(new DOMException('too late', 'TimeoutError'), 'cause', { value: new TypeError('slow'), writable: true, configurable: true });

        for (const received of bothWays(error) as DOMException[])
        {
            expect(Object.getPrototypeOf(received)).toBe(DOMException.prototype);
            expect([received.name, received.message, received.cause]).toEqual(['TimeoutError', 'too late', new TypeError('slow')]);
            expect(Object.hasOwn(received, 'name')).toBe(false);
        }
    });

    it('arrives with a cause of an unknown class as data', () =>
    {
        for (const received of bothWays(new Error('failed', { cause: new Money(1n) }), table, plain))
        {
            expect(received.cause).toEqual(new UnknownInstance('test/Money', { amount: 1n, currency: 'EUR' }));
        }
    });
});

describe('an error of @jitar/errors', () =>
{
    it('is known without a table', () =>
    {
        const error = new Conflict('taken', { hint: 'Take another.', cause: new Error('row') });

        for (const received of bothWays(error, plain, plain))
        {
            expect(received).toBeInstanceOf(Conflict);
            expect(received).toMatchObject({ name: 'Conflict', message: 'taken', code: 'CONFLICT', status: 409, hint: 'Take another.', cause: new Error('row') });
        }
    });

    it('keeps a registered code and all that goes with it', () =>
    {
        const error = createError('NO_NODE_FOR_PROCEDURE', { fqn: 'a/b' });

        for (const received of bothWays(error, plain, plain))
        {
            expect(received).toBeInstanceOf(JitarError);
            expect(received).toMatchObject({ name: 'JitarError', message: error.message, code: error.code, status: 503, hint: error.hint, audience: 'operator', retryable: true });
        }
    });
});

describe('an error class of the application', () =>
{
    it('arrives as itself, with its fields, message and name', () =>
    {
        const error = new OutOfStock('chai');

        error.left = 3;
        error.message = 'Sold out';

        for (const received of bothWays(error))
        {
            expect(received).toBeInstanceOf(OutOfStock);
            expect(received).toMatchObject({ product: 'chai', left: 3, message: 'Sold out', name: 'OutOfStock', status: 409, code: 'CONFLICT' });
        }

        for (const received of bothWays(new Missing('x', { cause: 1 })))
        {
            expect(received).toBeInstanceOf(Missing);
            expect(received).toMatchObject({ name: 'Missing', message: 'x', cause: 1 });
        }
    });

    it('arrives as itself though its constructor asks for what no field shows', () =>
    {
        class Overdrawn extends Conflict
        {
            readonly missing: number;

            constructor({ account, missing }: { account: string; missing: number })
            {
                super(`${account} misses ${missing}`);

                this.missing = missing;
            }

            get hopeless(): boolean
            {
                return this.missing > 1000;
            }
        }

        const codec = createCodec({ classes: [define(Overdrawn, { parameters: ['0'], fields: ['missing'], getters: ['hopeless'] })] });

        for (const received of bothWays(new Overdrawn({ account: 'Jane', missing: 2000 }), codec, codec))
        {
            expect(received).toBeInstanceOf(Overdrawn);
            expect(received).toMatchObject({ name: 'Overdrawn', message: 'Jane misses 2000', missing: 2000, hopeless: true, status: 409, code: 'CONFLICT' });
        }
    });

    it('arrives as an error of its name, message and status where it is not in the table', () =>
    {
        for (const received of bothWays(new OutOfStock('chai'), table, plain))
        {
            expect(received).not.toBeInstanceOf(OutOfStock);
            expect(isJitarError(received)).toBe(true);
            expect(received).toMatchObject({ name: 'OutOfStock', message: 'No chai', status: 409, code: 'CONFLICT' });
            expect('product' in received).toBe(false);
        }

        for (const received of bothWays(new OutOfStock('chai'), plain, plain))
        {
            expect(isJitarError(received)).toBe(true);
            expect(received).toMatchObject({ name: 'OutOfStock', message: 'No chai', status: 409, code: 'CONFLICT', product: 'chai' });
        }

        for (const received of [...bothWays(new Missing('x'), table, plain), ...bothWays(new Missing('x'), plain, plain)])
        {
            expect(received).toBeInstanceOf(TypeError);
            expect(isJitarError(received)).toBe(false);
            expect(received).toMatchObject({ name: 'Missing', message: 'x' });
        }
    });

    it('keeps the numbers of what comes after the fields that are left out', () =>
    {
        class Lost extends Error { details: unknown; }

        const lost = createCodec({ classes: [...classes, define(Lost, { fields: ['details'] })] });
        const date = new Date(0);
        const value = [Object.assign(new Lost('x'), { details: [{}, new Money(1n)] }), date, date];
        const received = plain.decode(lost.encode(value)) as unknown[];

        expect(received[1]).toEqual(date);
        expect(received[2]).toBe(received[1]);
    });
});

describe('reading an error', () =>
{
    it.each([
        ['a type that there is not', '["$Error","Function",{}]'],
        ['a class that is no error', '["$Error","Error",{},"test/Money"]'],
        ['an error class as an instance', '["$class",0]'],
        ['a message that is no text', '["$Error","Error",{"message":{"a":1}}]'],
        ['a message that is no text, with a class', '["$Error","Error",{"message":{"a":1}},"test/Missing"]'],
        ['a status that is none', '["$Error","JitarError",{"status":0}]'],
        ['errors that are no list', '["$Error","AggregateError",{"errors":1}]'],
        ['__proto__', '["$Error","Error",{"__proto__":{}},"unknown"]']
    ])('refuses %s', (_, text) =>
    {
        expect(() => table.decode(tagged(text, '[["test/OutOfStock"]]'))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);
    });
});
