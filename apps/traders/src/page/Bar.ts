/** One amount of a chart. */
export interface Bar
{
    readonly label: string;
    readonly value: number;
    /** How the value is written. */
    readonly text: string;
}
