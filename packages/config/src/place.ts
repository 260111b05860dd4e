/** A place in a text file. */
export interface Place
{
    /** From 1. */
    readonly line: number;
    /** From 0. */
    readonly column: number;
}

/** The place of an offset in a text. */
export function placeAt(text: string, offset: number): Place
{
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;

    return { line: before.split('\n').length, column: offset - lineStart };
}
