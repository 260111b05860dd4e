/** The tagged text of what its value and its classes say, both as JSON. */
export function tagged(value: string, classes?: string): string
{
    return `{"$tagged":1,${classes === undefined ? '' : `"classes":${classes},`}"value":${value}}`;
}
