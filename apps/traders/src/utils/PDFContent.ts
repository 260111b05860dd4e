/** A bar of a chart. */
export interface PDFBar
{
    readonly label: string;
    readonly value: number;
    /** How the value is written. */
    readonly text: string;
}

/** A column of a table. */
export interface PDFColumn
{
    readonly title: string;
    /** Its part of the table's width, compared with the other columns. */
    readonly width: number;
    readonly align: 'left' | 'right';
}

/** A table; it goes on over as many pages as it needs. */
export interface PDFTable
{
    readonly title: string;
    readonly columns: readonly PDFColumn[];
    readonly rows: readonly (readonly string[])[];
}

/** What a PDF says. */
export interface PDFContent
{
    readonly title: string;
    readonly subtitle: string;
    /** When it was made, as its properties say. */
    readonly date: Date;
    /** Key figures, side by side under the title. */
    readonly figures: readonly { readonly label: string; readonly text: string }[];
    readonly chart: { readonly title: string; readonly bars: readonly PDFBar[] };
    readonly tables: readonly PDFTable[];
}
