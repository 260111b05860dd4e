import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = 'tooling/layers/layers.json';

/** Reads the committed layers of a root folder, with their own file's name and lines for messages. */
export function readLayers(root)
{
    const text = readFileSync(join(root, file), 'utf8');
    const imports = text.slice(0, text.indexOf('"imports"')).split('\n').length - 1;
    const lines = text.split('\n');

    return {
        ...JSON.parse(text),
        file,
        lineOf: name => lines.findIndex((line, index) => index > imports && line.includes(`"${name}":`)) + 1
    };
}

/** Writes the list of who imports whom, and leaves the rest as it is. */
export function writeImportList(root, imports)
{
    const path = join(root, file);
    const layers = JSON.parse(readFileSync(path, 'utf8'));

    writeFileSync(path, format({ ...layers, imports }));
}

/** A line for each list: a change of one shows as one. */
function format(value, indent = '')
{
    const inner = `${indent}  `;

    if (Array.isArray(value) && value.every(item => typeof item === 'string'))
    {
        return `[${value.map(item => JSON.stringify(item)).join(', ')}]`;
    }

    const [open, close, lines] = Array.isArray(value)
        ? ['[', ']', value.map(item => format(item, inner))]
        : typeof value === 'object' ? ['{', '}', Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${format(item, inner)}`)] : [];

    return lines === undefined
        ? JSON.stringify(value)
        : `${open}\n${lines.map(line => inner + line).join(',\n')}\n${indent}${close}${indent === '' ? '\n' : ''}`;
}
