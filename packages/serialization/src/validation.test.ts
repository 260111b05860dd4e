import { describe, expect, it, vi } from 'vitest';

import { classes, define } from '../test/classes.js';
import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';
import type { Codec } from './index.js';

class Node
{
    name: string;
    next: Node | undefined;

    constructor(name: string)
    {
        this.name = name;
    }
}

class Broken extends Error
{
    constructor(readonly part: string)
    {
        super(part);
    }
}

function createNodes(validate: (instance: object) => unknown): Codec
{
    return createCodec({
        classes: [
            ...classes,
            define(Node, { parameters: ['name'], fields: ['name', 'next'], validate }),
            define(Broken, { parameters: ['part'], fields: ['part'], validate })
        ]
    });
}

const trusting = createNodes(() => true);

/** What becomes of a value on both ways to somebody else. */
function waysTo(codec: Codec, value: unknown): readonly (() => unknown)[]
{
    return [() => codec.decode(trusting.encode(value)), () => copy(value, trusting, codec)];
}

describe('validation', () =>
{
    it('gets each instance once, when all that it refers to is there', () =>
    {
        const [first, second] = [new Node('a'), new Node('b')];

        first.next = second;
        second.next = first;

        const value = { list: [first, second, first] };

        for (const way of [0, 1])
        {
            const seen: object[] = [];
            const states: boolean[] = [];
            const codec = createNodes(instance =>
            {
                seen.push(instance);
                states.push((instance as Node).next?.next === instance);
            });
            const received = waysTo(codec, value)[way]?.() as typeof value;

            expect(seen).toHaveLength(2);
            expect(new Set(seen)).toEqual(new Set(received.list));
            expect(states).toEqual([true, true]);
        }
    });

    it.each([false, true])('refuses the whole value for an instance that is not valid, copied: %s', copied =>
    {
        const codec = createNodes(instance => (instance as Node).name !== 'bad');
        const value = { good: new Node('good'), list: [new Node('bad')] };

        expect(waysTo(codec, value)[copied ? 1 : 0]).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: expect.stringContaining('test/Node') as string }) as Error);
        expect(waysTo(codec, { good: new Node('good') })[copied ? 1 : 0]).not.toThrow();
    });

    it('refuses with what it throws as the cause', () =>
    {
        const cause = new RangeError('too late');
        const codec = createNodes(() => { throw cause; });

        for (const run of waysTo(codec, [new Node('a')]))
        {
            expect(run).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE', cause }) as Error);
        }
    });

    it.each([undefined, true, null, 0, '', 'no'])('refuses for nothing but false: %s is fine', answer =>
    {
        for (const run of waysTo(createNodes(() => answer), new Node('a')))
        {
            expect(run()).toBeInstanceOf(Node);
        }
    });

    it('sees what was set after the constructor ran', () =>
    {
        const codec = createNodes(instance => (instance as Node).next === undefined);

        for (const run of waysTo(codec, Object.assign(new Node('a'), { next: new Node('b') })))
        {
            expect(run).toThrow('no valid test/Node');
        }
    });

    it('sees errors of classes as well', () =>
    {
        for (const run of waysTo(createNodes(() => false), new Broken('wheel')))
        {
            expect(run).toThrow('no valid test/Broken');
        }
    });

    it('is of no concern to who sends, nor to who keeps instances as data', () =>
    {
        const validate = vi.fn(() => false);

        createNodes(validate).encode(new Node('a'));
        copy(new Node('a'), createNodes(validate), trusting);
        createCodec({ unknownClasses: 'keep' }).decode(trusting.encode(new Node('a')));

        expect(validate).not.toHaveBeenCalled();
    });

    it('of what nothing refers to in the end refuses nothing', () =>
    {
        const value = new Error('failed', { cause: [new Node('a'), () => 1] });

        for (const run of waysTo(createNodes(() => false), value))
        {
            expect(run()).toEqual(new Error('failed'));
        }
    });

    it('is not run for a text that is refused anyway', () =>
    {
        const validate = vi.fn();

        expect(() => createNodes(validate).decode(tagged('[["$class",0,"a"],"$9"]', '[["test/Node","name"]]'))).toThrow('cannot be read');
        expect(validate).not.toHaveBeenCalled();
    });
});
