import { Line } from './line.mjs';

/** Numbers that look random and are the same in every run. */
function createRandom(seed)
{
    let state = seed;

    return () =>
    {
        state = Math.imul(state, 1_103_515_245) + 12_345 >>> 0;

        return state / 4_294_967_296;
    };
}

function list(length, create)
{
    return Array.from({ length }, (_, index) => create(index));
}

function small()
{
    const value = { id: 4711, name: 'Ada Lovelace', email: 'ada@example.com', active: true, roles: ['author', 'editor'], address: { city: 'London', zip: 'W1J 7BU' } };

    return { value, lowered: value };
}

function rows()
{
    const random = createRandom(1);
    const value = list(1_000, id => ({ id, name: `Customer ${id}`, city: ['Berlin', 'Paris', 'Rome'][id % 3], total: Math.round(random() * 1e6) / 100, paid: id % 2 === 0, note: id % 5 === 0 ? null : 'on account' }));

    return { value, lowered: value };
}

function rich()
{
    const random = createRandom(2);
    const orders = list(60, id => ({ id, placed: new Date(1.7e12 + id * 86_400_123), amount: Math.round(random() * 1e5) / 100 }));
    const stock = list(60, id => [`product-${id}`, { shelf: `A${id}`, counted: new Date(1.69e12 + id * 1e7), left: id * 3 }]);
    const tags = list(60, id => `tag-${id}`);
    const weights = Float64Array.from(list(64, () => random()));
    const mask = Uint8Array.from(list(128, id => id * 7 % 256));
    const base64 = view => Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');

    return {
        value: { orders, stock: new Map(stock), tags: new Set(tags), weights, mask },
        lowered: JSON.parse(JSON.stringify({ orders, stock, tags, weights: base64(weights), mask: base64(mask) }))
    };
}

function graph()
{
    const random = createRandom(3);
    const nodes = list(200, id => ({ id, label: `Node ${id}`, weight: Math.round(random() * 1_000), parent: undefined, links: [] }));
    const targets = nodes.map(() => list(3, () => Math.floor(random() * nodes.length)));

    nodes.forEach((node, index) =>
    {
        node.parent = nodes[(index + nodes.length - 1) % nodes.length];
        node.links = targets[index].map(target => nodes[target]);
    });

    return {
        // The nodes stand in a list, as applications have them.
        value: { nodes },
        cyclic: true,
        lowered: { nodes: nodes.map((node, index) => ({ ...node, parent: node.parent.id, links: targets[index] })) }
    };
}

function instances()
{
    const random = createRandom(4);
    const lowered = list(1_000, id => ({ product: `product-${id}`, price: Math.round(random() * 1e5) / 100, quantity: id % 17 }));

    return { value: lowered.map(({ product, price, quantity }) => new Line(product, price, quantity)), lowered };
}

function bytes()
{
    const random = createRandom(5);
    const value = { name: 'scan.bin', content: Uint8Array.from({ length: 1_048_576 }, () => Math.floor(random() * 256)) };

    return {
        value,
        lowered: value,
        // The one payload whose conversion is part of the measure.
        toJson: ({ name, content }) => JSON.stringify({ name, content: Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64') }),
        fromJson(text)
        {
            const { name, content } = JSON.parse(text);

            return { name, content: new Uint8Array(Buffer.from(content, 'base64')) };
        }
    };
}

/** Creates what is measured: the value, and the same data as one would lower it to JSON by hand. */
export const payloads = new Map(Object.entries({ small, rows, rich, graph, instances, bytes }));
