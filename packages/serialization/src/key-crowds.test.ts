import { amplify } from '@tooling/hostile';
import { expect, it } from 'vitest';

import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';

const codec = createCodec();
const list = <Item>(create: (index: number) => Item): Item[] => Array.from({ length: 100_000 }, (_, index) => create(index));

it.each([
    ['small ones', list(index => index)],
    ['steps', list(index => index * 65_536)],
    ['negative ones', list(index => -7 * index)],
    ['fractions', list(index => index / 7)],
    ['times', list(index => 1.7e12 + index * 60_000)],
    ['powers', list(index => (index % 1_000 + 1) * 2 ** (index / 1_000 | 0))],
    ['BigInts', list(index => 10n ** 18n + BigInt(index) * 4_096n)],
    ['numbers of all sorts', list(index => [index, index + 0.5, BigInt(index), NaN, Infinity][index % 5])]
])('numbers as applications have them are keys: %s', (_, keys) =>
{
    const values = [...new Set(keys)];

    expect([...codec.decode(codec.encode(new Set(values))) as Set<unknown>]).toEqual(values);
    expect((copy(new Map(values.map(value => [value, 1])), codec, codec) as Map<unknown, unknown>).size).toBe(values.length);
});

it.each(amplify(20_000).filter(({ name }) => / collide, in a /.test(name)))('numbers that somebody chose with care are none: $name', ({ make }) =>
{
    expect(() => codec.decode(make().text)).toThrow('too many of its numbers would share a place in its table');
});

it('says where, and counts what is in one table only', () =>
{
    const { text } = amplify(20_000).find(({ name }) => name === 'numbers that collide, in a Set')!.make();
    const numbers = (JSON.parse(text) as { value: unknown[] }).value.slice(1, 101);
    const set = `["$Set",${numbers.join()}]`;

    expect((codec.decode(tagged(`[${set},${set}]`)) as unknown[]).length).toBe(2);
    expect(() => codec.decode(text.replace('"value":', '"value":[1,').replace(/\}$/, ']}'))).toThrow('"value[1]" cannot be read');
});

it('keys that would be refused are not written', () =>
{
    const networks = Array.from({ length: 150 }, (_, index) => (0x20010db8n << 96n) + (BigInt(index) << 64n));

    expect(() => codec.encode(new Set(networks))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
    expect(() => copy(new Map(networks.map(network => [network, 1])), codec, codec)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
    expect(codec.decode(codec.encode(new Set(networks.slice(50))))).toEqual(new Set(networks.slice(50)));
});
