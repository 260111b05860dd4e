/** A place in a text file. */
export interface Place
{
    /** From 1. */
    readonly line: number;
    /** From 0. */
    readonly column: number;
}

/** Finds the places of offsets in a text, of which there may be many. */
export function createPlaces(text: string): (offset: number) => Place
{
    const starts = [0];

    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1))
    {
        starts.push(end + 1);
    }

    return offset =>
    {
        let first = 0;
        let last = starts.length - 1;

        while (first < last)
        {
            const middle = (first + last + 1) >> 1;

            if ((starts[middle] ?? 0) <= offset)
            {
                first = middle;
            }
            else
            {
                last = middle - 1;
            }
        }

        return { line: first + 1, column: offset - (starts[first] ?? 0) };
    };
}
