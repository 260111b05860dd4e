import { createError } from '@jitar/errors';
import { classTablePath, modulePath, runModulePath } from '@jitar/manifest';
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

    if (names.length > 0 || callsFromOuterView(manifest, segments))
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

/**
 * Tells whether modules of the outer view that some segments run call procedures, as resources may: they need the
 * classes of the outer view, however the service is set up.
 */
export function callsFromOuterView(manifest: Manifest, segments: readonly string[]): boolean
{
    const isStub = (path: string): boolean => fileOf(manifest, path)?.imports.includes(runModulePath) === true;

    // What a segment runs for itself alone is no file of the outer view.
    return segments
        .flatMap(name => Object.keys(manifest.segments[name]?.files ?? {}))
        .some(path => fileOf(manifest, path)?.imports.some(isStub) === true);
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
    const path = modulePath(name.replace(/^(?:\.?\/)+/, ''));

    if (fileOf(manifest, path) === undefined)
    {
        throw createError('INVALID_MODULE', { file: name, reason: 'is not in the built application' });
    }

    return path;
}

function fileOf({ outer }: Manifest, path: string): Manifest['outer']['files'][string] | undefined
{
    return Object.hasOwn(outer.files, path) ? outer.files[path] : undefined;
}
