import { createError } from '@jitar/errors';
import { classTablePath, modulePath } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';

/** What a node needs of a built application. */
export interface Requirements
{
    /** The SHA-256 by path. */
    readonly files: ReadonlyMap<string, string>;
    /** The ranges of npm packages by name. */
    readonly packages: ReadonlyMap<string, string>;
}

/**
 * Finds the files and packages that a node needs: those of its segments, and all that its service modules import.
 *
 * @param names - The service modules, as the service file names them.
 * @throws `SEGMENT_NOT_FOUND`; `INVALID_MODULE` for a service module that the build does not have.
 */
export function findRequirements(manifest: Manifest, segments: readonly string[], names: readonly string[]): Requirements
{
    const files = new Map<string, string>();
    const packages = new Map<string, string>();

    for (const name of segments)
    {
        const segment = Object.hasOwn(manifest.segments, name) ? manifest.segments[name] : undefined;

        if (segment === undefined)
        {
            throw createError('SEGMENT_NOT_FOUND', { name, known: Object.keys(manifest.segments) });
        }

        Object.entries(segment.files).forEach(([path, hash]) => files.set(path, hash));
        Object.entries(segment.packages).forEach(([name, range]) => packages.set(name, range));
    }

    for (const path of reach(manifest, names.map(name => findModule(manifest, name))))
    {
        addOuterFile(path);
        fileOf(manifest, path)?.packages.forEach(name => packages.set(name, manifest.outer.packages[name] ?? '*'));
    }

    if (names.length > 0)
    {
        // Classes whose packages are not installed are left out, so these ask for none.
        reach(manifest, [classTablePath]).forEach(addOuterFile);
    }

    return { files, packages };

    function addOuterFile(path: string): void
    {
        const hash = fileOf(manifest, path)?.sha256 ?? (Object.hasOwn(manifest.assets, path) ? manifest.assets[path] : undefined);

        if (hash !== undefined)
        {
            files.set(path, hash);
        }
    }
}

function reach(manifest: Manifest, from: readonly string[]): ReadonlySet<string>
{
    const reached = new Set(from);

    // A set that grows is walked to its end.
    for (const path of reached)
    {
        fileOf(manifest, path)?.imports.forEach(imported => reached.add(imported));
    }

    return reached;
}

function findModule(manifest: Manifest, name: string): string
{
    const path = name.replace(/^(?:\.?\/)+/, '');
    const found = [modulePath(path), path, path.replace(/\.mts$/, '.mjs'), `${path}.mjs`].find(candidate => fileOf(manifest, candidate) !== undefined);

    if (found === undefined)
    {
        throw createError('INVALID_MODULE', { file: name, reason: 'is not in the built application' });
    }

    return found;
}

function fileOf({ outer }: Manifest, path: string): Manifest['outer']['files'][string] | undefined
{
    return Object.hasOwn(outer.files, path) ? outer.files[path] : undefined;
}
