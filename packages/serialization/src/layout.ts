import type { PropertyRecord } from './properties.js';

/** How the content of a record is written: `["class",{…}]`, `["type",{…},"class"]`, or the record alone. */
export interface Layout
{
    /** The properties of the value that cross, in their order. */
    readonly names: readonly string[];
    /** The names as they are written, with what stands before and after each of them. */
    readonly labels: readonly string[];
    readonly before: string;
    readonly after: string;
    /** The content as parsed JSON would be, around a record. */
    wrap(record: PropertyRecord): unknown;
}

/** Creates the layout of a record with what stands before and after it. */
export function createLayout(names: readonly string[], head?: unknown, tail?: string): Layout
{
    return {
        names,
        labels: createLabels(names),
        before: head === undefined ? '' : `[${JSON.stringify(head)},`,
        after: head === undefined ? '' : tail === undefined ? ']' : `,${JSON.stringify(tail)}]`,
        wrap: record => head === undefined ? record : tail === undefined ? [head, record] : [head, record, tail]
    };
}

/** The names as they are written, with what stands before and after each of them. */
export function createLabels(names: readonly string[]): readonly string[]
{
    return names.map((name, index) => `${index === 0 ? '' : ','}${JSON.stringify(name)}:`);
}

/** Tells whether two lists of names are the same. */
export function haveSame(names: readonly string[], others: readonly string[]): boolean
{
    if (names.length !== others.length)
    {
        return false;
    }

    for (let index = 0; index < names.length; index++)
    {
        if (names[index] !== others[index])
        {
            return false;
        }
    }

    return true;
}
