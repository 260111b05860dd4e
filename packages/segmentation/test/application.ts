import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';

import { analyzeModule, languageOf } from '@jitar/analysis';
import type { ResourceConfig, SegmentConfig } from '@jitar/config';
import { transform } from 'esbuild';

import type { EmittedModule, Plan, PlanInput, Resolution } from '../src/index.js';
import { emitModules, findModule, planSegmentation } from '../src/index.js';

/** An application as texts. */
export interface Sources
{
    /** By path. */
    readonly files: Readonly<Record<string, string>>;
    /** By name: what a segment file holds. */
    readonly segments: Readonly<Record<string, SegmentText>>;
    readonly resources?: readonly string[];
}

/** The content of a segment file. */
export type SegmentText = Readonly<Record<string, Readonly<Record<string, { readonly access?: 'private' | 'protected' | 'public'; readonly as?: string; readonly version?: string; readonly timeout?: number }>>>>;

const start = { line: 1, column: 0 };

function toSegment(name: string, text: SegmentText): SegmentConfig
{
    const modules = Object.entries(text).map(([path, exports], index) => ({
        path: path.replace(/^\.\//, ''),
        place: { line: index + 2, column: 4 },
        exports: Object.entries(exports).map(([exported, entry]) => ({ name: exported, place: { line: index + 2, column: 8 }, access: 'private', version: '0.0.0', ...entry } as const))
    }));

    return { name, file: `segments/${name}.json`, modules };
}

function createResolve(files: Readonly<Record<string, string>>)
{
    return (specifier: string, importer: string): Resolution =>
    {
        if (!specifier.startsWith('.') && !specifier.startsWith('#'))
        {
            return { kind: 'package', name: specifier, builtin: specifier.startsWith('node:') };
        }

        const path = specifier.startsWith('#') ? specifier.slice(1) : posix.join(posix.dirname(importer), specifier);
        const module = findModule(path, candidate => candidate in files && languageOf(candidate) !== undefined);

        if (module !== undefined)
        {
            return { kind: 'module', path: module };
        }

        return path in files ? { kind: 'asset', path } : { kind: 'missing' };
    };
}

/** What a planner needs of an application that is given as texts. */
export function inputOf({ files, segments, resources = [] }: Sources): PlanInput
{
    return {
        modules: Object.entries(files).filter(([path]) => languageOf(path) !== undefined).map(([path, code]) => analyzeModule({ path, code })),
        segments: Object.entries(segments).map(([name, text]) => toSegment(name, text)),
        resources: resources.map((path): ResourceConfig => ({ path, place: start, file: 'resources/all.json' })),
        resolve: createResolve(files)
    };
}

/** Plans an application that is given as texts. */
export function planSources(sources: Sources): Plan
{
    return planSegmentation(inputOf(sources));
}

/** Plans and emits an application that is given as texts. */
export function emitSources(sources: Sources): ReadonlyMap<string, EmittedModule>
{
    return new Map([...emitModules(planSources(sources))].map(module => [module.path, module]));
}

/** Reads `test/fixtures/<name>`: `src`, `segments/*.json`, and `segments/resources.json`. */
export async function readFixture(name: string): Promise<Sources>
{
    const folder = new URL(`fixtures/${name}/`, import.meta.url).pathname;
    const files: Record<string, string> = {};
    const segments: Record<string, SegmentText> = {};
    let resources: readonly string[] = [];

    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    {
        const file = join(entry.parentPath, entry.name);
        const path = file.slice(folder.length);

        if (entry.isFile() && path.startsWith('src/'))
        {
            files[path.slice(4)] = await readFile(file, 'utf8');
        }
        else if (path === 'segments/resources.json')
        {
            resources = JSON.parse(await readFile(file, 'utf8')) as readonly string[];
        }
        else if (entry.isFile())
        {
            segments[path.slice(9, -5)] = JSON.parse(await readFile(file, 'utf8')) as SegmentText;
        }
    }

    return { files, segments, resources };
}

/** Writes the built application as a build does: types and JSX taken out, assets copied. */
export async function writeApplication(sources: Sources, folder: string): Promise<void>
{
    const outputs = new Map<string, string>([['package.json', '{ "type": "module" }']]);

    for (const [path, text] of Object.entries(sources.files))
    {
        if (languageOf(path) === undefined)
        {
            outputs.set(path, text);
        }
    }

    for (const { path, code, language } of emitSources(sources).values())
    {
        const result = await transform(code, { loader: language, target: 'node20.19', tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } });

        outputs.set(path, result.code);
    }

    for (const [path, text] of outputs)
    {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
    }
}
