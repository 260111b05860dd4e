import type { Document } from './document.js';
import type { Problem, ValuePath } from './problem.js';
import { createKeyProblem, createProblem } from './validation.js';

type Fields = Readonly<Record<string, unknown>>;

/** The keys of which a service file has exactly one. */
const kindKeys = ['standalone', 'node', 'worker', 'gateway', 'repository', 'proxy'] as const;

/** Pairs of keys that mean the same, with the object in which they stand. */
const spellings: readonly { readonly path: ValuePath; readonly key: string; readonly accepted: string }[] = [
    { path: [], key: 'middleware', accepted: 'middlewares' },
    { path: ['standalone'], key: 'index', accepted: 'indexFilename' },
    { path: ['repository'], key: 'index', accepted: 'indexFilename' }
];

/** What holds between the values of a service file, however valid each of them is by itself. */
export function findRuleProblems(document: Document, value: unknown): Problem[]
{
    if (!isObject(value))
    {
        return [];
    }

    return [
        ...findKindProblems(document, value),
        ...findSpellingProblems(document, value),
        ...findUrlProblems(document, value),
        ...findProxyProblems(document, value),
        ...findRepositoryProblems(document, value)
    ];
}

function findKindProblems(document: Document, value: Fields): Problem[]
{
    const [first, ...others] = kindKeys.filter(key => value[key] !== undefined);

    return first === undefined
        ? [createProblem(document, [], 'must have one of the keys standalone, node, gateway, repository and proxy')]
        : others.map(other => createKeyProblem(document, [other], `cannot stand beside ${first}: a service is of one kind`));
}

function findSpellingProblems(document: Document, value: Fields): Problem[]
{
    return spellings.flatMap(({ path, key, accepted }) =>
    {
        const [parent] = path;
        const holder = parent === undefined ? value : value[parent];

        return isObject(holder) && holder[key] !== undefined && holder[accepted] !== undefined
            ? [createKeyProblem(document, [...path, accepted], `means the same as ${key}; keep one`)]
            : [];
    });
}

function findUrlProblems(document: Document, value: Fields): Problem[]
{
    if (typeof value['url'] !== 'string' || !URL.canParse(value['url']))
    {
        return [];
    }

    const { protocol, pathname } = new URL(value['url']);

    // Of "localhost:3000" the host reads as protocol and the port as path: that it is no web address says it all.
    if (protocol !== 'http:' && protocol !== 'https:')
    {
        return [];
    }

    const messages = [
        ...pathname === '/' ? [] : ['must be a URL without a path'],
        ...value['tls'] !== undefined && protocol === 'http:' ? ['must start with https://, because tls is given'] : []
    ];

    return messages.map(message => createProblem(document, ['url'], message));
}

/** Middleware that never runs would be a guard whom somebody relies on. */
function findRepositoryProblems(document: Document, value: Fields): Problem[]
{
    const isGiven = (modules: unknown): boolean => modules !== undefined && !(Array.isArray(modules) && modules.length === 0);

    return value['repository'] === undefined
        ? []
        : ['middleware', 'middlewares'].filter(key => isGiven(value[key])).map(key => createKeyProblem(document, [key], 'stands between callers and procedures, and a repository has none; list in its assets what anyone may get'));
}

function findProxyProblems(document: Document, value: Fields): Problem[]
{
    const proxy = value['proxy'];

    if (!isObject(proxy))
    {
        return [];
    }

    const [first, ...others] = ['gateway', 'node', 'worker'].filter(key => proxy[key] !== undefined);

    return first === undefined
        ? [createProblem(document, ['proxy'], 'must have one of the keys gateway and node')]
        : others.map(other => createKeyProblem(document, ['proxy', other], `cannot stand beside ${first}; keep one`));
}

function isObject(value: unknown): value is Fields
{
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
