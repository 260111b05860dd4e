import type { ModuleModel, ReexportModel, StaticImport } from '@jitar/analysis';

import type { Edit } from './plan.js';
import { quote, writeExportName } from './specifier.js';

/** A file that a declaration imports from, as it is to be written. */
export interface Target
{
    readonly specifier: string;
    /** Whether it is JSON, which needs an attribute. */
    readonly json: boolean;
}

/** A name that a declaration is to import or re-export, with the file it comes from. */
export interface LinkedName
{
    readonly target: Target;
    /** The name there; `*` for the namespace. */
    readonly imported: string;
    /** The name here: local for an import, exported for a re-export. */
    readonly name: string;
}

function writeAlias(from: string, to: string): string
{
    return from === to ? writeExportName(from) : `${writeExportName(from)} as ${writeExportName(to)}`;
}

function groupByTarget(names: readonly LinkedName[]): readonly (readonly [Target, readonly LinkedName[]])[]
{
    const groups = new Map<string, readonly [Target, LinkedName[]]>();

    for (const name of names)
    {
        const group = groups.get(name.target.specifier) ?? [name.target, []];

        group[1].push(name);
        groups.set(name.target.specifier, group);
    }

    return [...groups.values()];
}

function writeSource(target: Target, attributes: string | undefined): string
{
    const written = attributes ?? (target.json ? '{ type: \'json\' }' : undefined);

    return `${quote(target.specifier)}${written === undefined ? '' : ` with ${written}`};`;
}

function writeImport(target: Target, names: readonly LinkedName[], attributes: string | undefined): string
{
    const defaults = names.filter(({ imported }) => imported === 'default').map(({ name }) => name);
    const namespaces = names.filter(({ imported }) => imported === '*').map(({ name }) => `* as ${name}`);
    const listed = names.filter(({ imported }) => imported !== 'default' && imported !== '*').map(({ imported, name }) => writeAlias(imported, name));
    const clauses = [...defaults.slice(0, 1), ...namespaces, ...listed.length > 0 ? [`{ ${listed.join(', ')} }`] : []];
    // The grammar allows one default beside a list or a namespace.
    const further = defaults.slice(1).map(name => `import ${name} from ${writeSource(target, attributes)}`);

    return [`import ${clauses.join(', ')} from ${writeSource(target, attributes)}`, ...further].join(' ');
}

function writeReexport(target: Target, names: readonly LinkedName[], attributes: string | undefined): string
{
    const [first] = names;

    return first?.imported === '*'
        ? `export * as ${writeExportName(first.name)} from ${writeSource(target, attributes)}`
        : `export { ${names.map(({ imported, name }) => writeAlias(imported, name)).join(', ')} } from ${writeSource(target, attributes)}`;
}

/**
 * Takes a statement out, with its line where nothing else stands in it. Where the next one starts with a character
 * that could continue what stands before, a semicolon takes its place.
 */
export function removeStatement(code: string, span: { readonly start: number; readonly end: number }): Edit
{
    const rest = code.slice(span.end);
    const next = rest.replace(/^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/, '').charAt(0);

    if (next !== '' && '([`+-/*<'.includes(next))
    {
        return { ...span, text: ';' };
    }

    const startsLine = span.start === 0 || code.charAt(span.start - 1) === '\n';
    const lineEnd = startsLine ? /^[ \t]*\r?\n/.exec(rest)?.[0].length ?? 0 : 0;

    return { start: span.start, end: span.end + lineEnd, text: '' };
}

/** The edit that points a declaration as a whole to another file. */
export function redirect(declaration: Pick<StaticImport, 'specifier' | 'specifierSpan' | 'attributes'>, target: Target): readonly Edit[]
{
    const { specifier, specifierSpan, attributes } = declaration;
    const added = target.json && attributes === undefined ? ' with { type: \'json\' }' : '';
    const edits: Edit[] = [];

    if (specifier !== target.specifier || added !== '')
    {
        edits.push({ ...specifierSpan, text: quote(target.specifier) + added });
    }

    // `assert` is what `with` was called before it became a standard.
    if (attributes?.keyword === 'assert')
    {
        edits.push({ ...attributes.span, text: `with ${attributes.text}` });
    }

    return edits;
}

/** The edit that leaves of a declaration the loading of its module. */
export function writeEffect(declaration: StaticImport, target: Target): Edit
{
    return { ...declaration.span, text: `import ${writeSource(target, declaration.attributes?.text)}` };
}

/**
 * The edits that make a declaration import, or re-export, exactly some names. As much of what is written stays as
 * can; a declaration whose names come from several files is split.
 */
export function rewriteDeclaration(module: ModuleModel, declaration: StaticImport | ReexportModel, names: readonly LinkedName[]): readonly Edit[]
{
    if (names.length === 0)
    {
        return [removeStatement(module.code, declaration.span)];
    }

    const groups = groupByTarget(names);
    const [first] = groups;
    const unchanged = names.length === declaration.names.length && names.every(({ imported }, index) => imported === declaration.names[index]?.imported);

    if (groups.length === 1 && unchanged && first !== undefined)
    {
        return redirect(declaration, first[0]);
    }

    const write = 'kind' in declaration ? writeImport : writeReexport;

    return [{ ...declaration.span, text: groups.map(([target, members]) => write(target, members, declaration.attributes?.text)).join(' ') }];
}

/** The edits that take names out of `export { … }` that do not exist at run time. */
export function rewriteExportList(module: ModuleModel, list: ModuleModel['exportLists'][number], keeps: (name: { readonly exported: string; readonly typeOnly: boolean }) => boolean): readonly Edit[]
{
    const kept = list.names.filter(keeps);

    if (kept.length === list.names.length)
    {
        return [];
    }

    return kept.length === 0
        ? [removeStatement(module.code, list.span)]
        : [{ ...list.span, text: `export { ${kept.map(({ local, exported }) => writeAlias(local, exported)).join(', ')} };` }];
}
