import type { Random } from './random.js';

/** Changes a text; a mutation may leave it as it is. */
type Mutation = (source: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

/** Comments, texts, templates, words, numbers, space, and single characters. */
const tokens = /\/\/[^\n]*|\/\*[^]*?\*\/|'[^'\n]*'|"[^"\n]*"|`[^`]*`|[\p{L}_$#@][\p{L}\p{N}_$]*|\d+|\s+|=>|\.\.\.|./gu;

/** What stands at a turn of the grammar, or leads somewhere that it should not. */
const seeds = [
    'import', 'export', 'default', 'from', 'as', '*', 'type', 'async', 'await', 'function', 'class', 'extends', 'static', 'const', 'let', 'var', 'using', 'enum', 'namespace', 'declare',
    'abstract', 'return', 'yield', 'new', 'this', 'super', 'typeof', 'satisfies', 'with', 'get', 'set', 'in', 'of', 'for', 'if', 'else', 'delete', 'void', 'null', 'arguments', 'eval',
    '{', '}', '(', ')', '[', ']', '<', '>', ';', ',', '.', '?.', '=', '=>', '...', ':', '?', '!', '@', '#', '`', '${', '\'', '"', '/', '/*', '*/', '//', '<!--', '-->', '\\', '\u2028', '\uFEFF', '\0', '#!',
    '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'default as default', '#private', 'ﬁ', '𝒳', '\\u0061',
    'import(', 'import.meta', 'export * from', 'export { default } from', 'import type', 'await using', '@decorator', 'import x = require', 'export =', 'export as namespace',
    '\'../../../../../../etc/passwd\'', '\'./\'', '\'.\'', '\'..\'', '\'\'', '\'#x\'', '\'file:///etc/passwd\'', '\'node:fs\'', '\'/etc/passwd\'', '\'%2e%2e/%2e%2e/x\'', '\'./x\\0y\'', '\'./x?y#z\'', '\'\\ud800\''
] as const;

const deep = ['(', '[', '{', '!', 'f(', '`${', '<a>', 'x => ', 'a.b[', 'class { x = ', '-'] as const;

function split(source: Buffer): string[]
{
    return source.toString('utf8').match(tokens) ?? [];
}

/** A place among tokens that is no space. */
function placeIn(list: readonly string[], random: Random): number
{
    const start = random.below(Math.max(1, list.length));
    const found = list.findIndex((token, index) => index >= start && token.trim() !== '');

    return found < 0 ? start : found;
}

/** What kind of token it is, so that another of the kind is likely to be as good. */
function kindOf(token: string): string
{
    return /^['"`]/.test(token) ? 'text' : /^\d/.test(token) ? 'number' : /^[\p{L}_$]/u.test(token) ? 'word' : 'mark';
}

/** Makes a mutation of the tokens. */
function ofTokens(change: (list: string[], place: number, context: { readonly random: Random; readonly others: readonly Buffer[] }) => void): Mutation
{
    return (source, random, others) =>
    {
        const list = split(source);

        change(list, placeIn(list, random), { random, others });

        return Buffer.from(list.join(''));
    };
}

/** Makes a mutation of the bytes, which may leave a text that is no UTF-8. */
function ofBytes(change: (bytes: Buffer, place: number, random: Random) => Buffer): Mutation
{
    return (source, random) => source.length === 0 ? source : change(Buffer.from(source), random.below(source.length), random);
}

function replaceByKind(list: string[], place: number, candidates: readonly string[], random: Random): void
{
    const kind = kindOf(list[place] ?? '');
    const [first, ...rest] = candidates.filter(token => token.trim() !== '' && kindOf(token) === kind);

    if (first !== undefined)
    {
        list[place] = random.pick([first, ...rest]);
    }
}

/** Mutations after which a text is hardly ever a module. */
const rough: readonly [Mutation, ...Mutation[]] = [
    ofBytes((bytes, place, random) =>
    {
        bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << random.below(8)), place);

        return bytes;
    }),
    ofBytes((bytes, place, random) => Buffer.concat([bytes.subarray(0, place), Buffer.from([random.below(256)]), bytes.subarray(place)])),
    ofBytes((bytes, place, random) => Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1 + random.below(16))])),
    ofBytes((bytes, place, random) => Buffer.concat([bytes, bytes.subarray(place, place + random.below(400))])),
    ofBytes((bytes, place) => bytes.subarray(0, place)),
    ofTokens((list, place) => void list.splice(place, 1)),
    ofTokens((list, place) => void list.splice(place, 0, list[place] ?? '', ' ')),
    ofTokens((list, place, { random }) => void list.splice(place, 1, random.pick(seeds))),
    ofTokens((list, place, { random }) => void list.splice(place, 0, ' ', random.pick(seeds), ' ')),
    ofTokens((list, place, { random }) =>
    {
        const other = placeIn(list, random);

        [list[place], list[other]] = [list[other] ?? '', list[place] ?? ''];
    }),
    ofTokens((list, place, { random }) => void list.splice(place, 0, random.pick(deep).repeat(random.below(12) === 0 ? 30_000 : 20)))
];

/** Mutations after which a text often is one still, with another meaning. */
const gentle: readonly [Mutation, ...Mutation[]] = [
    ofTokens((list, place, { random }) => { replaceByKind(list, place, [...list], random); }),
    ofTokens((list, place, { random, others }) => { replaceByKind(list, place, split(others[random.below(others.length)] ?? Buffer.alloc(0)), random); }),
    ofTokens((list, _, { random, others }) =>
    {
        const lines = (others[random.below(others.length)] ?? Buffer.alloc(0)).toString('utf8').split('\n');
        const from = random.below(lines.length);

        list.splice(random.below(2) === 0 ? 0 : list.length, 0, '\n', ...lines.slice(from, from + 1 + random.below(3)), '\n');
    }),
    ofTokens((list, _, { random }) =>
    {
        const lines = list.join('').split('\n');
        const [from, to] = [random.below(lines.length), random.below(lines.length)];

        [lines[from], lines[to]] = [lines[to] ?? '', lines[from] ?? ''];
        list.splice(0, list.length, lines.join('\n'));
    }),
    ofTokens((list, place, { random }) =>
    {
        const name = list[place] ?? '';
        const other = list[placeIn(list, random)] ?? '';

        // A name that is changed everywhere leaves the text whole, and what others ask of the module missing.
        list.forEach((token, index) => { list[index] = token === name && kindOf(name) === 'word' && kindOf(other) === 'word' ? other : token; });
    })
];

/**
 * Changes the bytes or the tokens of a source, once to three times.
 *
 * @param others - Sources that it may take pieces of.
 */
export function mutate(source: Buffer, random: Random, others: readonly Buffer[]): Buffer
{
    let mutated = source;

    for (let count = random.pick([1, 1, 2, 3]); count > 0; count--)
    {
        mutated = random.pick(random.below(3) === 0 ? rough : gentle)(mutated, random, others);
    }

    return mutated;
}
