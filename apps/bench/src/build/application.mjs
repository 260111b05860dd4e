/** How many segments the modules are spread over. */
export const segmentCount = 10;

/** Every tenth module of an area is a class, two are functions that all share, one is types alone; the others have procedures. */
const kinds = ['procedure', 'procedure', 'class', 'procedure', 'shared', 'procedure', 'procedure', 'types', 'shared', 'procedure'];

/** Calls go down these levels of procedures, so that none comes back to where it began. */
const levels = 4;

/**
 * Generates an application of so many TypeScript modules, a third of whose calls cross from segment to segment.
 * The same numbers give the same application.
 *
 * @returns The texts of its sources and its segment files by path, and the procedures at which calls can enter.
 */
export function generateApplication(modules)
{
    const areas = Array.from({ length: segmentCount }, (_, number) => createArea(number, modules / segmentCount));
    const sources = new Map();
    const segments = new Map();
    const entries = [];

    for (const area of areas)
    {
        for (const module of area.modules)
        {
            sources.set(`${area.name}/${module.name}.ts`, write(module, area, areas));
        }

        const procedures = area.modules.filter(({ kind }) => kind === 'procedure');

        segments.set(`${area.name}.json`, JSON.stringify(Object.fromEntries(procedures.map(({ name }) => [`./${area.name}/${name}`, { [name]: { access: 'public' } }])), undefined, 4));
        entries.push(...procedures.map(({ name }) => ({ area: area.name, fqn: `${area.name}/${name}`, name })));
    }

    return { sources, segments, entries };
}

function createArea(number, size)
{
    const modules = Array.from({ length: size }, (_, index) => ({ kind: kinds[index % kinds.length], index }));
    const counts = new Map();

    for (const module of modules)
    {
        const order = counts.get(module.kind) ?? 0;

        counts.set(module.kind, order + 1);
        Object.assign(module, { order, name: names[module.kind](order) });
    }

    return { number, name: `area${number}`, modules };
}

const names = {
    procedure: order => `calculateOrder${order}`,
    class: order => `Position${order}`,
    shared: order => `weigh${order}`,
    types: order => `Order${order}`
};

function write(module, area, areas)
{
    switch (module.kind)
    {
        case 'procedure': return writeProcedure(module, area, areas);
        case 'class': return writeClass(module);
        case 'shared': return writeShared(module);
        default: return writeTypes(module);
    }
}

function pick(area, kind, order)
{
    const candidates = area.modules.filter(module => module.kind === kind);

    return candidates[order % candidates.length];
}

/** What a procedure calls, one level lower: two of its own area, and one of the next. */
function findCallees({ order }, area, areas)
{
    const level = order % levels;

    if (level === 0)
    {
        return [];
    }

    const next = areas[(area.number + 1) % areas.length];
    const below = order - 1;

    return [
        { area, module: pick(area, 'procedure', below) },
        { area, module: pick(area, 'procedure', below >= levels ? below - levels : below) },
        { area: next, module: pick(next, 'procedure', below) }
    ].filter(({ area: where, module }, index, all) => all.findIndex(other => other.area === where && other.module === module) === index);
}

function writeProcedure(module, area, areas)
{
    const { name, order } = module;
    const position = pick(area, 'class', order);
    const types = pick(area, 'types', order);
    const own = pick(area, 'shared', order);
    const other = pick(areas[(area.number + 3) % areas.length], 'shared', order);
    const callees = findCallees(module, area, areas);
    const from = (where, { name: file }) => where === area ? `./${file}.js` : `../${where.name}/${file}.js`;
    const alias = ({ area: where, module: { name: callee } }) => `${callee}Of${where.number}`;
    const weighers = [[area, own, 'weigh'], [areas[(area.number + 3) % areas.length], other, 'weighElsewhere']];

    return `import { ${position.name} } from '${from(area, position)}';
import type { ${types.name}, ${types.name}Line } from '${from(area, types)}';
${weighers.map(([where, shared, local]) => `import { ${shared.name} as ${local} } from '${from(where, shared)}';`).join('\n')}
${callees.map(callee => `import { ${callee.module.name} as ${alias(callee)} } from '${from(callee.area, callee.module)}';`).join('\n')}

/** What is known of a calculation before it begins. */
interface Calculation
{
    readonly seed: number;
    readonly depth: number;
    readonly label?: string;
}

type Reduction = (sum: number, position: ${position.name}) => number;

const rates: Readonly<Record<string, number>> = Object.freeze({ standard: ${order % 7 + 1}, reduced: ${order % 5 + 1}, none: 0 });

const reduce: Reduction = (sum, position) => (sum + position.total(rates['standard'] ?? 0)) % 1_000_003;

/** Makes the lines of an order from a seed. */
function createLines({ seed, depth }: Calculation): readonly ${types.name}Line[]
{
    const lines: ${types.name}Line[] = [];

    for (let index = 0; index <= depth; index++)
    {
        const quantity = (seed + index * ${order + 3}) % 17;

        if (quantity === 0 || index % 5 === 4)
        {
            continue;
        }

        lines.push({ product: \`product-\${index}\`, quantity, price: weigh(seed + index) as number });
    }

    return lines;
}

function describe(order: ${types.name}): string
{
    return order.lines.map(({ product, quantity }) => \`\${quantity} of \${product}\`).join(', ');
}

/**
 * Calculates what an order costs.
 *
 * @param seed - What the order is made from.
 */
export async function ${name}(seed: number, depth = 3, label?: string): Promise<number>
{
    const calculation: Calculation = label === undefined ? { seed, depth } : { seed, depth, label };
    const order: ${types.name} = { number: ${order}, status: 'open', lines: createLines(calculation) };
    const positions = order.lines.map(({ product, quantity, price }) => new ${position.name}(product, quantity, price));
    const own = positions.reduce(reduce, describe(order).length);
    const elsewhere: number = weighElsewhere(own satisfies number);
${callees.map((callee, index) => `    const part${index} = await ${alias(callee)}(seed + ${index + 1}, depth);`).join('\n')}

    try
    {
        return [own, elsewhere${callees.map((_, index) => `, part${index}`).join('')}].reduce((sum, part) => (sum * 31 + part!) % 1_000_003, ${order + 1});
    }
    finally
    {
        positions.length = 0;
    }
}
`;
}

function writeClass({ name, order })
{
    return `/** A position of an order: so much of one product. */
export class ${name}
{
    readonly #product: string;
    readonly #price: number;
    note?: string;

    constructor(product: string, readonly quantity: number, price: number)
    {
        this.#product = product;
        this.#price = price;
    }

    get product(): string { return this.#product; }

    get price(): number { return this.#price; }

    /** What the position costs, with a rate on top. */
    total(rate: number): number
    {
        const net = this.quantity * this.#price;

        switch (rate)
        {
            case 0: return net;
            case ${order % 9 + 1}: return net + 1;
            default: return Math.round(net * (100 + rate) / 100);
        }
    }

    isLarge(): boolean
    {
        return this.quantity > ${order % 13 + 4} && this.#price >= 10;
    }
}
`;
}

function writeShared({ name, order })
{
    return `/** The limits between which a weight is. */
export interface Limits
{
    readonly lower: number;
    readonly upper: number;
}

function clamp(value: number, { lower, upper }: Limits): number
{
    return Math.min(Math.max(value, lower), upper);
}

/** Weighs a number: the same one always weighs the same. */
export function ${name}(value: number, limits: Limits = { lower: 1, upper: 9_999 }): number
{
    let weight = value;

    for (let round = 0; round < ${order % 4 + 2}; round++)
    {
        weight = (weight * ${order % 90 + 7} + round) % 10_007;
    }

    return clamp(weight, limits);
}

export function ${name}All(values: readonly number[], limits?: Limits): readonly number[]
{
    return values.map(value => ${name}(value, limits));
}
`;
}

function writeTypes({ name, order })
{
    return `/** A line of an order. */
export interface ${name}Line
{
    readonly product: string;
    readonly quantity: number;
    readonly price: number;
}

export type ${name}Status = 'open' | 'paid' | 'shipped'${order % 2 === 0 ? ' | \'returned\'' : ''};

/** An order, as customers place it. */
export interface ${name}
{
    readonly number: number;
    readonly status: ${name}Status;
    readonly lines: readonly ${name}Line[];
}
`;
}
