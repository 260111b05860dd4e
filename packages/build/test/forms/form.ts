import { readFile } from 'node:fs/promises';

import { glob } from 'tinyglobby';

/** What a form stands in for: how its modules are placed beside the module that uses them. */
export const roles = ['local', 'remote', 'page', 'shared', 'copy', 'resource'] as const;

export type Role = typeof roles[number];

/** A form of code, as its fixture describes it. */
export interface Form
{
    /** `functions/arrow`: the path of its fixture without extension. */
    readonly name: string;
    readonly title: string;
    readonly files: readonly FormFile[];
    /** The splits that the fixture describes itself; empty: one for each role. */
    readonly splits: readonly WrittenSplit[];
    /** The roles that are refused, each with the code of the diagnostic. */
    readonly refused: ReadonlyMap<string, string>;
    /** The roles in which the outcome is not the one of the unsplit application, each with the reason. */
    readonly differs: ReadonlyMap<string, string>;
    /** The roles that do not exist for the form, each with the reason. */
    readonly left: ReadonlyMap<string, string>;
}

/** A file of the project in which a form is used. */
export interface FormFile
{
    /** Relative to the project's folder. */
    readonly path: string;
    readonly text: string;
    /** Whether it is the form, which the role places; else it is in no segment, and the same in all roles. */
    readonly part: boolean;
    /** The exports that a segment lists, each with its name there where that is another; with any, the file is a part of the form. */
    readonly procedures: readonly (readonly [exported: string, as?: string])[];
    /** The splits in which the file exists; absent: in all. */
    readonly only: readonly string[] | undefined;
    /** Where it leads to, when it is a symbolic link. */
    readonly link: string | undefined;
}

/** A split as a fixture writes it. */
export interface WrittenSplit
{
    readonly name: string;
    /** By name: the content of its file. */
    readonly segments: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, object>>>>>>;
    readonly resources?: readonly string[];
    /** The procedure that is called; default `main`. */
    readonly entry?: string;
    /** The module of the outer view whose `main` is called instead. */
    readonly outer?: string;
    /** Why the outcome is not the one of the unsplit application. */
    readonly differs?: string;
    /** Whether two processes give another outcome than one: only where resources have state. */
    readonly apart?: 'differs';
    /** The codes of the diagnostics that refuse the split, with commas. */
    readonly refused?: string;
}

const folder = new URL('../fixtures/forms/', import.meta.url);

/** Reads all forms, in the order of their names. */
export async function readForms(): Promise<readonly Form[]>
{
    const files = await glob('**/*.md', { cwd: folder.pathname });

    return Promise.all(files.sort().map(async file => parseForm(file.slice(0, -3), await readFile(new URL(file, folder), 'utf8'))));
}

/**
 * Reads a fixture: a heading, then code blocks. What stands behind `file=` says what a block is; `split=` is a block
 * that splits the application. Lines such as ``- remote: refused, `CODE` `` and `- shared: left out, reason` speak of roles;
 * what is refused as `remote` is so as `page`.
 */
function parseForm(name: string, text: string): Form
{
    const files: FormFile[] = [];
    const splits: WrittenSplit[] = [];

    for (const [, info = '', code = ''] of text.matchAll(/^```\w+ ([^\n]+)\n([\s\S]*?)^```$/gm))
    {
        const options = new Map(info.split(' ').map(option => [option.split('=', 1)[0] ?? '', option.slice(option.indexOf('=') + 1)]));
        const split = options.get('split');

        if (split === undefined)
        {
            files.push(parseFile(options, code));
        }
        else
        {
            splits.push({ ...JSON.parse(code) as Omit<WrittenSplit, 'name'>, name: split });
        }
    }

    const speaking = (word: string): ReadonlyMap<string, string> => new Map([...text.matchAll(/^- (\w+): ([a-z ]+), (.+)$/gm)]
        .filter(([, , said]) => said === word)
        .map(([, role = '', , reason = '']) => [role, reason.replaceAll('`', '')]));
    const refused = speaking('refused');

    return {
        name,
        title: /^# (.+)$/m.exec(text)?.[1] ?? name,
        files,
        splits,
        refused: new Map([...refused, ...refused.has('remote') ? [['page', refused.get('remote') ?? ''] as const] : []]),
        differs: speaking('differs'),
        left: speaking('left out')
    };
}

function parseFile(options: ReadonlyMap<string, string>, code: string): FormFile
{
    const file = options.get('file') ?? '';
    const procedures = options.get('procedures')?.split(',').map(name => name.split(':') as [string, string?]) ?? [];
    const encode = options.get('as')?.split(',') ?? [];

    return {
        path: file.startsWith('/') ? file.slice(1) : `src/${file}`,
        text: `${encode.includes('bom') ? '\uFEFF' : ''}${encode.includes('crlf') ? code.replaceAll('\n', '\r\n') : code}`,
        part: options.has('part') || procedures.length > 0,
        procedures,
        only: options.get('only')?.split(','),
        link: options.get('link')
    };
}
