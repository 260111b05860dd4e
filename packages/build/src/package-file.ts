import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createError } from '@jitar/errors';
import type { PathConditions } from 'resolve-pkg-maps';

/** What the build needs of the application's `package.json`. */
export interface PackageFile
{
    readonly name?: string;
    /** `module` where it says that its `.js` files are modules. */
    readonly type?: string;
    readonly imports?: Readonly<Record<string, PathConditions | null>>;
    readonly exports?: PathConditions;
    /** The ranges that the application asks for, by package; `*` where what is written is no range of versions. */
    readonly ranges: Readonly<Record<string, string>>;
}

/** The kinds of dependency, the ones that weigh most last. */
const dependencyKeys = ['devDependencies', 'peerDependencies', 'optionalDependencies', 'dependencies'] as const;

/**
 * Reads the `package.json` of a folder; where there is none, the application asks for nothing.
 *
 * @throws `INVALID_CONFIGURATION` when it cannot be read, or is no JSON object.
 */
export async function readPackageFile(folder: string): Promise<PackageFile>
{
    const text = await readIfPresent(join(folder, 'package.json'));

    if (text === undefined)
    {
        return { ranges: {} };
    }

    const content = parseObject(text);
    const { name, type, imports, exports } = content;

    return {
        ...typeof name === 'string' ? { name } : {},
        ...typeof type === 'string' ? { type } : {},
        ...isObject(imports) ? { imports: imports as Record<string, PathConditions | null> } : {},
        ...exports === undefined || exports === null ? {} : { exports: exports as PathConditions },
        ranges: Object.fromEntries(dependencyKeys.flatMap(key => readRanges(content[key])))
    };
}

function readRanges(dependencies: unknown): [string, string][]
{
    return isObject(dependencies)
        ? Object.entries(dependencies).map(([name, range]) => [name, typeof range === 'string' ? versionRange(range) : '*'])
        : [];
}

/**
 * The range of versions in what `package.json` says of a dependency: that of a workspace package or an alias is
 * behind its protocol; a tag, a file or a repository has none.
 */
function versionRange(written: string): string
{
    const range = written.trim().replace(/^workspace:/, '').replace(/^npm:@?[^@]*@?/, '');

    return /^[v=<>^~]*\s*(?:\d|\*|[xX](?:\.|$))/.test(range) ? range : '*';
}

function parseObject(text: string): Readonly<Record<string, unknown>>
{
    try
    {
        const content: unknown = JSON.parse(text);

        if (isObject(content))
        {
            return content;
        }
    }
    catch (cause)
    {
        throw createError('INVALID_CONFIGURATION', { problems: [`package.json is no valid JSON (${String(cause)})`] }, { cause });
    }

    throw createError('INVALID_CONFIGURATION', { problems: ['package.json must be an object'] });
}

async function readIfPresent(path: string): Promise<string | undefined>
{
    try
    {
        return await readFile(path, 'utf8');
    }
    catch (error)
    {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        {
            return undefined;
        }

        throw createError('INVALID_CONFIGURATION', { problems: [`package.json cannot be read (${error instanceof Error ? error.message : String(error)})`] }, { cause: error });
    }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>>
{
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
