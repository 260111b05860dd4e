import type { PropertyRecord } from './properties.js';

/** How the content of a record is written: `["class",{…}]`, `["type",{…},"class"]`, or the record alone. */
export interface Layout
{
    /** The properties of the value that cross, in their order. */
    readonly names: readonly string[];
    /** The names as they are written. */
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
        labels: names.map(name => `${JSON.stringify(name)}:`),
        before: head === undefined ? '' : `[${JSON.stringify(head)},`,
        after: head === undefined ? '' : tail === undefined ? ']' : `,${JSON.stringify(tail)}]`,
        wrap: record => head === undefined ? record : tail === undefined ? [head, record] : [head, record, tail]
    };
}
