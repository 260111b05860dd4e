import { parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

import { createPlaces } from './place.js';
import type { Place } from './place.js';
import type { Problem, ValuePath } from './problem.js';

/** A JSON file whose values know where they stand. */
export interface Document
{
    readonly file: string;
    readonly value: unknown;
    /** Whether the file says something at this path. */
    has(path: ValuePath): boolean;
    /** The place of the value at this path, or of the nearest one around it. */
    placeOfValue(path: ValuePath): Place;
    /** The place of the key that this path ends in; for an item of a list, that of its value. */
    placeOfKey(path: ValuePath): Place;
}

const syntaxMessages: Partial<Record<string, string>> = {
    InvalidNumberFormat: 'this is not a number',
    PropertyNameExpected: 'a key in double quotes must stand here (and no comma before a closing brace)',
    ValueExpected: 'a value must stand here',
    ColonExpected: 'a colon must stand here',
    CommaExpected: 'a comma must stand here',
    CloseBraceExpected: 'a closing brace must stand here',
    CloseBracketExpected: 'a closing bracket must stand here',
    EndOfFileExpected: 'the file must end here',
    InvalidCommentToken: 'comments are not allowed',
    UnexpectedEndOfString: 'the text is not closed'
};

/** What came of reading a text. */
export interface ParsedDocument
{
    readonly document?: Document;
    readonly problems: readonly Problem[];
}

/** Reads JSON text; there is no document when its syntax is wrong. */
export function parseDocument(text: string, file: string): ParsedDocument
{
    try
    {
        return parseText(text, file);
    }
    catch (error)
    {
        if (error instanceof RangeError)
        {
            return { problems: [{ file, place: { line: 1, column: 0 }, path: [], message: 'is nested too deeply' }] };
        }

        throw error;
    }
}

function parseText(text: string, file: string): ParsedDocument
{
    const errors: ParseError[] = [];
    const content = text.replace(/^\uFEFF/, ' ');
    const root = parseTree(content, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    const placeAt = createPlaces(content);
    const [first] = errors;

    if (root === undefined || first !== undefined)
    {
        // One mistake makes the parser report several: the first tells.
        const place = placeAt(first?.offset ?? 0);
        const reason = first === undefined ? undefined : syntaxMessages[printParseErrorCode(first.error)];

        return { problems: [{ file, place, path: [], message: `is no valid JSON${reason === undefined ? '' : `: ${reason}`}` }] };
    }

    return { document: createDocument(file, root, placeAt), problems: findUnusableKeys(root, { file, placeAt }) };
}

type FindPlace = (offset: number) => Place;

function createDocument(file: string, root: Node, placeAt: FindPlace): Document
{
    const members = new Map<Node, ReadonlyMap<string | number, Node>>();

    const find = (path: ValuePath): Node | undefined => path.reduce<Node | undefined>((node, key) => node === undefined ? undefined : membersOf(node).get(key), root);

    function membersOf(node: Node): ReadonlyMap<string | number, Node>
    {
        const known = members.get(node) ?? listMembers(node);

        members.set(node, known);

        return known;
    }

    function placeOfValue(path: ValuePath): Place
    {
        for (let length = path.length; length >= 0; length--)
        {
            const node = find(path.slice(0, length));

            if (node !== undefined)
            {
                return placeAt(node.offset);
            }
        }

        return { line: 1, column: 0 };
    }

    function placeOfKey(path: ValuePath): Place
    {
        const key = find(path)?.parent;

        return key?.type === 'property' ? placeAt(key.offset) : placeOfValue(path);
    }

    return { file, value: valueOf(root), has: path => find(path) !== undefined, placeOfValue, placeOfKey };
}

/** What a list or an object holds; of a key that stands there twice the first. */
function listMembers(node: Node): ReadonlyMap<string | number, Node>
{
    const members: readonly (readonly [string | number, Node])[] = node.type === 'array'
        ? (node.children ?? []).map((child, index) => [index, child])
        : properties(node).reverse().map(({ key, value }) => [key, value]);

    return new Map(members);
}

function valueOf(node: Node): unknown
{
    switch (node.type)
    {
        case 'object': return Object.fromEntries(properties(node).map(({ key, value }) => [key, valueOf(value)]));
        case 'array': return (node.children ?? []).map(valueOf);
        default: return node.value as unknown;
    }
}

/** JSON allows a key twice, and readers drop one of the two without a word. */
function findUnusableKeys(node: Node, where: { readonly file: string; readonly placeAt: FindPlace }, path: ValuePath = []): Problem[]
{
    const { file, placeAt } = where;

    if (node.type === 'array')
    {
        return (node.children ?? []).flatMap((child, index) => findUnusableKeys(child, where, [...path, index]));
    }

    const seen = new Set<string>();

    return node.type !== 'object' ? [] : properties(node).flatMap(({ key, value, offset }) =>
    {
        const message = key === '__proto__' ? 'is not allowed as a key' : seen.has(key) ? 'stands here twice; keep one' : undefined;
        const keyPath = [...path, key];
        const own = message === undefined ? [] : [{ file, place: placeAt(offset), path: keyPath, message }];

        seen.add(key);

        return [...own, ...findUnusableKeys(value, where, keyPath)];
    });
}

function properties(node: Node): { key: string; value: Node; offset: number }[]
{
    return (node.children ?? []).flatMap(property =>
    {
        const [key, value] = property.children ?? [];

        return key === undefined || value === undefined ? [] : [{ key: String(key.value), value, offset: property.offset }];
    });
}
