/** What a value may measure. Encoding, decoding and copying keep to the same figures. */
export interface Limits
{
    /** Levels of values within values; default 500, which an ordinary stack (1 MB) carries twice, instances included. */
    readonly depth: number;
    /** Values, counting the empty places of a sparse array; default 10,000,000. */
    readonly items: number;
    /** Length of the text in UTF-16 code units; default 67,108,864. */
    readonly length: number;
    /** Decimal digits of a BigInt, whose reading takes more than linear time; default 10,000. */
    readonly digits: number;
}

/** The limits of a codec for which nothing else was said. */
export const defaultLimits: Limits = {
    depth: 500,
    items: 10_000_000,
    length: 67_108_864,
    digits: 10_000
};
