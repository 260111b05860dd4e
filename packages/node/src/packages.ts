import { createError } from '@jitar/errors';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import semver from 'semver';

/**
 * Checks that the npm packages of an application are installed where its modules will look for them: in the
 * `node_modules` of a folder and of those above it.
 *
 * @param packages - The ranges by name.
 * @throws `MISSING_PACKAGE`, which lists all that do not fit.
 */
export async function checkPackages(packages: ReadonlyMap<string, string>, folder: string): Promise<void>
{
    const found = await Promise.all([...packages].sort().map(([name, range]) => findProblem(name, range, folder)));
    const problems = found.filter(problem => problem !== undefined);

    if (problems.length > 0)
    {
        throw createError('MISSING_PACKAGE', { problems });
    }
}

async function findProblem(name: string, range: string, folder: string): Promise<string | undefined>
{
    if (isBuiltin(name))
    {
        return undefined;
    }

    const wanted = range === '*' ? `"${name}"` : `"${name}" ${range}`;
    const version = await findVersion(name, folder);

    if (version === undefined)
    {
        return `${wanted} is not installed`;
    }

    // A range that names no versions (a folder, a tag) cannot be checked.
    const fits = semver.validRange(range) === null || semver.valid(version) === null || semver.satisfies(version, range, { includePrerelease: true });

    return fits ? undefined : `${wanted} is needed, but ${version} is installed`;
}

async function findVersion(name: string, folder: string): Promise<string | undefined>
{
    const content = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8').catch(() => undefined);

    if (content !== undefined)
    {
        return versionOf(content);
    }

    const parent = dirname(folder);

    return parent === folder ? undefined : findVersion(name, parent);
}

function versionOf(content: string): string
{
    const unknown = 'an unknown version';

    try
    {
        const { version } = JSON.parse(content) as { readonly version?: unknown };

        return typeof version === 'string' ? version : unknown;
    }
    catch
    {
        return unknown;
    }
}
