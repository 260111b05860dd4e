import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A table of a page: the cells of its rows, without the head. */
export type Table = readonly (readonly string[])[];

/** Reads a page of the documentation: the tables below each heading. */
export function readTables(page: string): ReadonlyMap<string, readonly Table[]>
{
    const tables = new Map<string, Table[]>();

    for (const section of readFileSync(`${root}${page}`, 'utf8').split(/^#+ /mu).slice(1))
    {
        const [heading = '', ...lines] = section.split('\n');
        const blocks = lines.join('\n').split(/\n(?!\|)/u).map(block => block.split('\n').filter(line => line.startsWith('|')));

        // The first two lines of a table are its head.
        tables.set(heading, blocks.filter(block => block.length > 2).map(block => block.slice(2).map(readRow)));
    }

    return tables;
}

/** What stands in backticks. */
export function readCode(text: string): string[]
{
    return [...text.matchAll(/`([^`]+)`/gu)].map(([, code = '']) => code);
}

function readRow(line: string): string[]
{
    return line.split(/(?<!\\)\|/u).slice(1, -1).map(cell => cell.trim());
}
