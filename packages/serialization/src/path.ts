const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const shownSegments = 24;
const shownCharacters = 64;

/** One step from a value to a value within it: a name, an index, or, below zero, a place in a Map or Set. */
export type Segment = string | number;

/** The place of a key in a Map. */
export function keyAt(index: number): Segment
{
    return -1 - 2 * index;
}

/** The place of a value in a Map, or of a member in a Set. */
export function valueAt(index: number): Segment
{
    return -2 - 2 * index;
}

/** Writes a path as code would: `args.order.items[3].onChange`, `totals.values()[0]`; the middle of a very long one is left out. */
export function formatPath(root: string, segments: readonly Segment[]): string
{
    const formatted = segments.map(formatSegment);

    if (formatted.length > shownSegments)
    {
        formatted.splice(shownSegments / 2, formatted.length - shownSegments, ' … ');
    }

    return root + formatted.join('');
}

function formatSegment(segment: Segment): string
{
    if (typeof segment === 'number')
    {
        return segment >= 0
            ? `[${String(segment)}]`
            : `.${segment % 2 === 0 ? 'values' : 'keys'}()[${String(-1 - segment >> 1)}]`;
    }

    if (/^\d{1,10}$/.test(segment))
    {
        return `[${segment}]`;
    }

    if (segment.length <= shownCharacters && identifier.test(segment))
    {
        return `.${segment}`;
    }

    return `[${JSON.stringify(segment.length <= shownCharacters ? segment : `${segment.slice(0, shownCharacters)}…`)}]`;
}
