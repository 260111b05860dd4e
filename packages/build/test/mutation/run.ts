import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { analyzeModule, languageOf } from '@jitar/analysis';
import { readApplicationConfig, readProjectConfig } from '@jitar/config';
import type { Diagnostic } from '@jitar/segmentation';

import { createBuilder } from '../../src/index.js';
import type { Builder } from '../../src/index.js';

import type { CorpusApplication } from './corpus.js';
import { readCorpus } from './corpus.js';
import { mutate } from './mutate.js';
import { createRandom } from './random.js';

/** What came of a run. */
export interface MutationReport
{
    /** The mutated files that were analysed and planned. */
    readonly files: number;
    /** Those that were built to the end as well. */
    readonly built: number;
    /** How often each code was told. */
    readonly codes: Readonly<Record<string, number>>;
    /** The most processor time of one build, of some hundred files, in milliseconds. */
    readonly slowest: number;
    /** The longest that one build took, waiting for a busy machine included. */
    readonly longest: number;
    /** What must not be: in words, with the seed of the batch. */
    readonly failures: readonly string[];
}

/** How long a build may compute, in milliseconds. */
const limit = 2000;

/** A source file of the project. */
interface Source
{
    /** The application that it is of. */
    readonly application: string;
    /** Relative to the project's folder. */
    readonly path: string;
    readonly original: Buffer;
}

/** A source with what stands in for it. */
interface Mutant extends Source
{
    readonly content: Buffer;
}

/** The folder in which mutants are built. */
interface Laboratory
{
    /** Nothing in it may change but the target of the project. */
    readonly folder: string;
    readonly project: string;
    readonly builder: Builder;
    readonly sources: readonly Source[];
}

/**
 * Builds applications with so many mutated sources: some dozens at once first, and then those of them again that are
 * without an error, to the end.
 */
export async function runMutations({ count, seed }: { readonly count: number; readonly seed: number }): Promise<MutationReport>
{
    const folder = await mkdtemp(join(tmpdir(), 'jitar-mutations-'));

    try
    {
        return await runBatches(await createLaboratory(folder), { count, seed });
    }
    finally
    {
        await rm(folder, { recursive: true });
    }
}

async function runBatches(laboratory: Laboratory, { count, seed }: { readonly count: number; readonly seed: number }): Promise<MutationReport>
{
    const others = laboratory.sources.map(({ original }) => original);
    const codes: Record<string, number> = {};
    const failures: string[] = [];
    let [files, built, slowest, longest] = [0, 0, 0, 0];

    for (let batch = seed; files < count; batch++)
    {
        const random = createRandom(batch);
        const chosen = laboratory.sources.filter(() => random.below(2) === 0).slice(0, count - files);
        const mutants = chosen.map(source => ({ ...source, content: mutate(source.original, random, others) }));
        const result = await buildBatch(laboratory, mutants).catch((error: unknown) => ({ built: 0, slowest: 0, longest: 0, diagnostics: [], failures: [describe(error)] }));

        files += mutants.length;
        built += result.built;
        slowest = Math.max(slowest, result.slowest);
        longest = Math.max(longest, result.longest);
        failures.push(...result.failures.map(failure => `batch ${String(batch)}: ${failure}`));
        result.diagnostics.forEach(({ code }) => { codes[code] = (codes[code] ?? 0) + 1; });
    }

    return { files, built, codes, slowest: Math.round(slowest), longest: Math.round(longest), failures };
}

interface BatchResult
{
    readonly built: number;
    readonly slowest: number;
    readonly longest: number;
    /** Those of the first build. */
    readonly diagnostics: readonly Diagnostic[];
    readonly failures: readonly string[];
}

async function buildBatch(laboratory: Laboratory, mutants: readonly Mutant[]): Promise<BatchResult>
{
    const { project } = laboratory;

    try
    {
        await Promise.all(mutants.map(({ path, content }) => writeFile(join(project, path), content)));

        return await buildUntilItSucceeds(laboratory, mutants);
    }
    finally
    {
        await restore(laboratory, mutants);
    }
}

/** Builds, and takes out the mutants that keep it from succeeding, until it does. */
async function buildUntilItSucceeds(laboratory: Laboratory, mutants: readonly Mutant[]): Promise<BatchResult>
{
    const { project, builder } = laboratory;
    const failures: string[] = [];
    const first: Diagnostic[] = [];
    let standing = mutants;
    let [slowest, longest] = [0, 0];

    for (let round = 0; ; round++)
    {
        const before = await listSurroundings(laboratory);
        const [start, started] = [process.cpuUsage(), performance.now()];
        const result = await builder.build();
        const { user, system } = process.cpuUsage(start);
        const time = (user + system) / 1000;

        slowest = Math.max(slowest, time);
        longest = Math.max(longest, performance.now() - started);
        first.push(...round === 0 ? result.diagnostics : []);
        failures.push(
            ...result.diagnostics.flatMap(findMisfit),
            ...time > limit ? [`a build took ${String(time)} ms`] : [],
            ...await listSurroundings(laboratory) === before ? [] : ['something was written outside of the target']
        );

        if (result.succeeded)
        {
            return { built: standing.length, slowest, longest, diagnostics: first, failures: [...failures, ...await findBroken(join(project, 'dist'), result.written)] };
        }

        const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
        const kept = standing.filter(mutant => !isToBlame(mutant, errors, standing));

        if (kept.length === standing.length)
        {
            return { built: 0, slowest, longest, diagnostics: first, failures: [...failures, `without its mutants it has an error still: ${JSON.stringify(errors[0])}`] };
        }

        await restore(laboratory, standing.filter(mutant => !kept.includes(mutant)));
        standing = kept;
    }
}

/** Whether a mutant has an error itself, or a file of its application has that is as it was. */
function isToBlame({ application, path }: Mutant, errors: readonly Diagnostic[], standing: readonly Mutant[]): boolean
{
    const mutated = new Set(standing.map(mutant => mutant.path));

    return errors.some(({ file }) => file === path || (!mutated.has(file) && file.split(/[/.-]/).includes(application)));
}

async function restore({ project }: Laboratory, mutants: readonly Mutant[]): Promise<void>
{
    await Promise.all(mutants.map(({ path, original }) => writeFile(join(project, path), original)));
}

/** Writes all applications of the corpus into one project. */
async function createLaboratory(folder: string): Promise<Laboratory>
{
    const project = join(folder, 'around', 'project');
    const applications = (await readCorpus()).map((application, index) => ({ name: `application${String(index)}`, ...application }));
    const files = new Map<string, Buffer | string>([
        ['package.json', '{ "name": "mutations", "type": "module" }'],
        ['tsconfig.json', '{ "compilerOptions": { "jsx": "react", "target": "es2022" } }'],
        ...applications.flatMap(describeApplication)
    ]);

    for (const [name, content] of files)
    {
        await mkdir(dirname(join(project, name)), { recursive: true });
        await writeFile(join(project, name), content);
    }

    const config = await readProjectConfig(project, { env: {} });
    const builder = createBuilder({ folder: project, config, ...await readApplicationConfig(project, { config, env: {} }) });
    const result = await builder.build();

    if (!result.succeeded)
    {
        throw new Error(`The corpus has errors itself: ${JSON.stringify(result.diagnostics[0])}`);
    }

    return {
        folder, project, builder,
        sources: applications.flatMap(({ name, files: sources }) => [...sources].filter(([path]) => languageOf(path) !== undefined)
            .map(([path, original]) => ({ application: name, path: `src/${name}/${path}`, original })))
    };
}

function describeApplication({ name, files, segments, resources }: CorpusApplication & { readonly name: string }): (readonly [string, Buffer | string])[]
{
    const place = (path: string): string => `./${name}/${path.replace(/^\.\//, '')}`;

    return [
        ...[...files].map(([path, content]) => [`src/${name}/${path}`, content] as const),
        ...[...segments].map(([segment, modules]) =>
            [`segments/${name}-${segment}.json`, JSON.stringify(Object.fromEntries(Object.entries(modules).map(([path, exports]) => [place(path), exports])))] as const),
        [`resources/${name}.json`, JSON.stringify(resources.map(place))]
    ];
}

/** What is wrong with a diagnostic. */
function findMisfit({ message, fix, line, column, frame, ...rest }: Diagnostic): string[]
{
    const complete = message !== '' && fix !== '' && line >= 1 && column >= 0 && frame?.includes(`${String(line)} |`) === true;

    return complete ? [] : [`a diagnostic is not complete: ${JSON.stringify({ ...rest, message, fix, line, column, frame })}`];
}

/** A text that tells of all that is around the target what it was since when. */
async function listSurroundings({ folder, project }: Laboratory): Promise<string>
{
    const target = join(project, 'dist');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.map(entry => join(entry.parentPath, entry.name)).filter(file => !`${file}/`.startsWith(`${target}/`)).sort();

    return (await Promise.all(files.map(async file =>
    {
        const stats = await stat(file);

        // A folder changes with what is in it, the project's with its target.
        return `${file} ${stats.isFile() ? `${String(stats.size)} ${String(stats.mtimeMs)}` : ''}`;
    }))).join('\n');
}

/** The outputs that are no modules. */
async function findBroken(target: string, written: readonly string[]): Promise<string[]>
{
    const files = written.filter(file => file.endsWith('.js'));
    const checked = await Promise.all(files.map(async file => ({ file, problems: analyzeModule({ path: file, code: await readFile(join(target, file), 'utf8') }).problems })));

    return checked.filter(({ problems }) => problems.length > 0).map(({ file, problems }) => `the output ${file} is no module: ${JSON.stringify(problems[0])}`);
}

function describe(error: unknown): string
{
    return error instanceof Error ? error.stack ?? error.message : String(error);
}
