/** Lays out rows of cells for people: the first column to the left, the others to the right. */
export function formatTable(columns, rows)
{
    const lines = [columns, ...rows].map(row => row.map(cell => typeof cell === 'number' ? cell.toFixed(2) : cell));
    const widths = columns.map((_, index) => Math.max(...lines.map(line => line[index].length)));

    return lines.map(line => line.map((cell, index) => index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index])).join('  ')).join('\n');
}
