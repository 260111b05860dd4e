/** What a value may measure. Encoding, decoding and copying keep to the same figures. */
export interface Limits
{
    /** How deep arrays, objects and the like may stand within each other; default 500, which an ordinary stack (1 MB) carries twice. */
    readonly depth: number;
    /** Values, counting the empty places of a sparse array; default 10,000,000. */
    readonly items: number;
    /** Properties of one object; default 1,000,000. */
    readonly keys: number;
    /** Length of the whole text in UTF-16 code units; default 67,108,864. */
    readonly length: number;
    /** Length of one text within the value in UTF-16 code units; default 67,108,864. */
    readonly string: number;
    /** Bytes of all binary values together; default 67,108,864. */
    readonly bytes: number;
    /** Decimal digits of a BigInt, whose reading takes more than linear time; default 10,000. */
    readonly digits: number;
    /** References to objects that stand earlier in the text; default 1,000,000. */
    readonly references: number;
    /**
     * Objects that take microseconds each: errors, arrays with empty places or properties, Headers, FormData, and, five
     * times each, Blobs and Files; default 10,000.
     */
    readonly costly: number;
    /** Entries of one URLSearchParams, whose reading takes quadratic time from Node 24 on; default 10,000. */
    readonly entries: number;
}

/** Some limits; one that is `undefined` is as one that is absent. */
export type SomeLimits = { readonly [Name in keyof Limits]?: number | undefined };

/** The limits of a codec for which nothing else was said. */
export const defaultLimits: Limits = {
    depth: 500,
    items: 10_000_000,
    keys: 1_000_000,
    length: 67_108_864,
    string: 67_108_864,
    bytes: 67_108_864,
    digits: 10_000,
    references: 1_000_000,
    costly: 10_000,
    entries: 10_000
};

/** Fills in the defaults. Nothing goes beyond `undefined`, so it would be no limit at all. */
export function resolveLimits(limits: SomeLimits = {}): Limits
{
    return Object.fromEntries(Object.entries(defaultLimits).map(([name, limit]) => [name, limits[name as keyof Limits] ?? limit])) as unknown as Limits;
}
