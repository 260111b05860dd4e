import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import type { Environment } from './environment.js';
import { refuseProblems } from './problem.js';
import type { Problem } from './problem.js';
import type { ProjectConfig } from './project-config.js';
import { isMissing, readDocument } from './reading.js';
import { resolveResources } from './resource-config.js';
import type { ResourceConfig } from './resource-config.js';
import { resolveSegment } from './segment-config.js';
import type { SegmentConfig } from './segment-config.js';

/** What the segment and resource files of a project are read with. */
export interface ApplicationOptions
{
    /** The resolved project file. */
    readonly config: Pick<ProjectConfig, 'segments' | 'resources'>;
    /** What `${NAME}` may take. */
    readonly env: Environment;
}

/** The files that say how an application is split. */
export interface ApplicationConfig
{
    /** In the order of their names. */
    readonly segments: readonly SegmentConfig[];
    readonly resources: readonly ResourceConfig[];
}

interface SegmentReference
{
    readonly name: string;
    readonly file: string;
}

/** Names that would give two generated files one name: `a.remote.js` is a stub, `a.segment.js` a bundle. */
const reservedNames: readonly string[] = ['remote', 'segment'];

/**
 * Reads all segment and resource files of a project: `<name>.json` in their folders, and `<name>.segment.json` in
 * the folder of the segments or that of the project. The problems of all of them are listed at once.
 *
 * @param folder - The project's folder.
 * @throws `INVALID_CONFIGURATION`
 *
 * @example
 * ```ts
 * const { segments, resources } = await readApplicationConfig('.', { config, env });
 * ```
 */
export async function readApplicationConfig(folder: string, options: ApplicationOptions): Promise<ApplicationConfig>
{
    const problems: Problem[] = [];
    const segments = await collectSegments(folder, options, problems);
    const resources = await collectResources(folder, options, problems);

    refuseProblems(problems);

    return { segments, resources };
}

/**
 * Reads the segment files of a project; see {@link readApplicationConfig}.
 *
 * @throws `INVALID_CONFIGURATION`
 */
export async function readSegments(folder: string, options: ApplicationOptions): Promise<readonly SegmentConfig[]>
{
    const problems: Problem[] = [];
    const segments = await collectSegments(folder, options, problems);

    refuseProblems(problems);

    return segments;
}

/**
 * Reads the resource files of a project; see {@link readApplicationConfig}.
 *
 * @throws `INVALID_CONFIGURATION`
 */
export async function readResources(folder: string, options: ApplicationOptions): Promise<readonly ResourceConfig[]>
{
    const problems: Problem[] = [];
    const resources = await collectResources(folder, options, problems);

    refuseProblems(problems);

    return resources;
}

async function collectSegments(folder: string, { config, env }: ApplicationOptions, problems: Problem[]): Promise<SegmentConfig[]>
{
    const references = await findSegments(folder, config.segments);
    const segments: SegmentConfig[] = [];

    problems.push(...findNameProblems(references));

    for (const { name, file } of references)
    {
        const document = await readDocument({ folder, file }, problems);
        const resolved = document === undefined ? undefined : resolveSegment(name, document, env);

        problems.push(...resolved?.problems ?? []);
        segments.push(...resolved?.config === undefined ? [] : [resolved.config]);
    }

    return segments;
}

async function collectResources(folder: string, { config, env }: ApplicationOptions, problems: Problem[]): Promise<ResourceConfig[]>
{
    const names = await listFolder(resolve(folder, config.resources));
    const resources: ResourceConfig[] = [];

    for (const name of names.filter(name => name.endsWith('.json')))
    {
        const document = await readDocument({ folder, file: filePath(folder, config.resources, name) }, problems);
        const resolved = document === undefined ? undefined : resolveResources(document, env);

        problems.push(...resolved?.problems ?? []);
        resources.push(...resolved?.resources ?? []);
    }

    return resources;
}

async function findSegments(folder: string, segmentFolder: string): Promise<SegmentReference[]>
{
    // Beside the project file stand other JSON files too, so there the name must say that it is a segment.
    const beside = (await listFolder(resolve(folder)))
        .filter(name => name.endsWith('.segment.json'))
        .map(name => ({ name: name.slice(0, -'.segment.json'.length), file: name }));
    const inside = resolve(folder, segmentFolder) === resolve(folder) ? [] : (await listFolder(resolve(folder, segmentFolder)))
        .filter(name => name.endsWith('.json'))
        .map(name => ({ name: name.replace(/(?:\.segment)?\.json$/, ''), file: filePath(folder, segmentFolder, name) }));

    return [...beside, ...inside].sort((left, right) => left.name < right.name ? -1 : 1);
}

function findNameProblems(references: readonly SegmentReference[]): Problem[]
{
    const seen = new Map<string, string>();

    return references.flatMap(({ name, file }) =>
    {
        const key = name.toLowerCase();
        const other = seen.get(key);
        const message = describeNameProblem(name, other);

        seen.set(key, file);

        return message === undefined ? [] : [{ file, place: undefined, path: [], message }];
    });
}

function describeNameProblem(name: string, other: string | undefined): string | undefined
{
    if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name))
    {
        return 'must be named with letters, digits, "_", "-" and "." only: its name is the segment\'s';
    }

    if (reservedNames.includes(name.toLowerCase()))
    {
        return `must have another name: "${name}" is reserved`;
    }

    return other === undefined ? undefined : `defines the same segment as ${other}; keep one, or rename one (capitals make no difference)`;
}

async function listFolder(path: string): Promise<string[]>
{
    try
    {
        const entries = await readdir(path, { withFileTypes: true });

        return entries.filter(entry => !entry.isDirectory() && !entry.name.startsWith('.')).map(entry => entry.name).sort();
    }
    catch (error)
    {
        if (isMissing(error))
        {
            return [];
        }

        throw error;
    }
}

/** The path of a file as messages show it: relative to the project's folder, with forward slashes. */
function filePath(folder: string, subfolder: string, name: string): string
{
    return relative(resolve(folder), join(resolve(folder, subfolder), name)).replaceAll('\\', '/');
}
