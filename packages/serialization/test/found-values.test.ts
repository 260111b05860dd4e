import { expect, it } from 'vitest';

import { copy, createCodec, toPlain } from '../src/index.js';
import { Person, classes, define } from './classes.js';

class Node
{
    constructor(readonly name: string) { }
}

it('validation of what nothing refers to in the end refuses nothing, as by text', () =>
{
    const definition = define(Node, { parameters: ['name'], fields: ['name'] });
    const trusting = createCodec({ classes: [definition] });
    const strict = createCodec({ classes: [{ ...definition, validate: () => false }] });
    const value = new Error('failed', { cause: [new Node('a'), () => 1] });

    expect(strict.decode(trusting.encode(value))).toEqual(new Error('failed'));
    expect(copy(value, trusting, strict)).toEqual(new Error('failed'));
});

it('a Blob whose content cannot be read is refused with its path', async () =>
{
    const cause = new Error('the file is gone');
    const blob = Object.assign(new Blob(['a']), { arrayBuffer: () => Promise.reject(cause) });

    await expect(createCodec({ classes }).encodeAsync({ scan: [blob], by: new Person('Ada') })).rejects.toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', cause }) as Error);
});

it('the plain form of an empty query is an empty text', () =>
{
    expect(toPlain({ query: new URLSearchParams() })).toEqual({ query: '' });
});
