import { contestants } from './contestants.mjs';
import { refusedRows, rows } from './rows.mjs';

const marks = { faithful: '✓', lossy: 'lossy', refused: 'refused', hangs: 'hangs' };

/** Where the table stands in the README. */
export const readme = new URL('../../../../packages/serialization/README.md', import.meta.url);

const start = '<!-- coverage -->';
const end = '<!-- /coverage -->';

/** Writes the outcomes as tables; what this host does not have is left out. */
export function formatCoverage(outcomes)
{
    const present = [...rows, ...refusedRows].map(({ name }, index) => ({ name, cells: [...outcomes.values()].map(found => found[index]) }));
    const line = ({ name, cells }) => `| ${name} | ${cells.map(cell => marks[cell]).join(' | ')} |`;
    const isPresent = ({ cells }) => cells[0] !== 'missing';
    const head = title => `| ${title} | ${[...contestants.keys()].join(' | ')} |\n|---|${'---|'.repeat(contestants.size)}`;

    return [
        head('value'), ...present.slice(0, rows.length).filter(isPresent).map(line), '',
        head('refused on purpose'), ...present.slice(rows.length).filter(isPresent).map(line)
    ].join('\n');
}

/** The tables as they stand in the README. */
export function findCoverage(text)
{
    const [from, to] = [text.indexOf(start), text.indexOf(end)];

    if (from < 0 || to < from)
    {
        throw new Error('The README has no place for the table.');
    }

    return text.slice(from + start.length, to).trim();
}

/** Puts the tables into the README. */
export function putCoverage(text, tables)
{
    const found = findCoverage(text);
    const place = text.indexOf(start) + start.length;

    return `${text.slice(0, place)}\n${tables}\n${text.slice(place).replace(found, '').trimStart()}`;
}
