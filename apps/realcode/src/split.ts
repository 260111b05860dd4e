import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createBuilder } from '@jitar/build';
import type { BuildResult, Builder, BuiltApplication, Diagnostic } from '@jitar/build';
import { readApplicationConfig, readProjectConfig } from '@jitar/config';

import type { Application } from './application.js';
import type { Random } from './random.js';
import type { Candidate } from './candidates.js';

/** Which modules are in which segments; the others are shared. The driver is in the segment `entry`. */
export type Split = ReadonlyMap<Candidate, readonly string[]>;

/** A split that was built. */
export interface BuiltSplit
{
    readonly split: Split;
    readonly segments: readonly string[];
    readonly result: BuiltApplication;
    /** What the rules did not allow, of the split that was drawn and of those that it was changed to. */
    readonly refused: readonly RefusedImport[];
}

/** An error of a build, with the split that it was about. */
export interface RefusedImport
{
    readonly diagnostic: Diagnostic;
    readonly split: Split;
    /** What the message says. */
    readonly name: string;
    readonly candidate: Candidate;
    /** The segment that cannot have it; absent: the outer view. */
    readonly view: string | undefined;
}

/** Builds splits of one application, one after the other, in one folder. */
export interface Splitter
{
    /** Draws a split, and changes it until the rules allow it. */
    draw(random: Random): Promise<BuiltSplit>;
    /** Builds a split as it is; changed, where the rules do not allow it, by listing modules in more segments. */
    build(split: Split): Promise<BuiltSplit>;
}

const segmentNames = ['entry', 'north', 'east', 'south', 'west'];

export function createSplitter(application: Application, candidates: readonly Candidate[]): Splitter
{
    // One for all splits, for it remembers what it made of the sources.
    let builder: Builder | undefined;

    async function build(): Promise<BuildResult>
    {
        const { folder } = application;
        const env = {};
        const config = await readProjectConfig(folder, { env });
        const configuration = await readApplicationConfig(folder, { config, env });

        builder ??= createBuilder({ folder, config, ...configuration });
        builder.configure(configuration);

        return builder.build();
    }

    async function settle(split: Map<Candidate, readonly string[]>, share: () => boolean): Promise<BuiltSplit>
    {
        const refused: RefusedImport[] = [];

        for (;;)
        {
            await writeSegments(application, split);

            const result = await build();

            if (result.succeeded)
            {
                return { split, segments: listSegments(split), result, refused };
            }

            const found = result.diagnostics.filter(({ severity }) => severity === 'error').map(diagnostic => understand(diagnostic, new Map(split)));

            refused.push(...found);
            giveWay(split, found, share);
        }
    }

    return {
        draw(random)
        {
            const names = segmentNames.slice(0, 2 + random.below(segmentNames.length - 1));

            return settle(new Map(candidates.map(candidate => [candidate, drawSegments(names, random)])), () => random.chance(0.25));
        },

        build: split => settle(new Map(split), () => false)
    };
}

/** One line for people. */
export function describeDiagnostic({ code, file, line, column, message }: Diagnostic): string
{
    return `${file}:${line}:${column} ${code} ${message}`;
}

/** Most modules go to one segment, some to two, the others to none. */
function drawSegments(names: readonly string[], random: Random): readonly string[]
{
    if (random.chance(0.2))
    {
        return [];
    }

    const first = random.pick(names);
    const second = random.pick(names);

    return first === second || random.chance(0.8) ? [first] : [first, second];
}

/** Reads off an error what it is about. */
function understand(diagnostic: Diagnostic, split: Split): RefusedImport
{
    const { name, path, view } = /^"?(?<name>[^" ]+)"? of "(?<path>[^"]+)" belongs to .* that (?:the outer view|segment "(?<view>[^"]+)") could call\.$/.exec(diagnostic.message)?.groups ?? {};
    const candidate = [...split.keys()].find(candidate => candidate.path === path);

    if (diagnostic.code !== 'VALUE_IMPORT_FROM_SEGMENT' || candidate === undefined || name === undefined)
    {
        throw new Error(`The build refuses what no other split would mend.\n${describeDiagnostic(diagnostic)}`);
    }

    return { diagnostic, split, name, candidate, view };
}

/** Makes the modules that the errors are about shared, or lists them in the segments that need them too. */
function giveWay(split: Map<Candidate, readonly string[]>, refused: readonly RefusedImport[], share: () => boolean): void
{
    for (const candidate of new Set(refused.map(({ candidate }) => candidate)))
    {
        const views = refused.filter(other => other.candidate === candidate).map(({ view }) => view);

        // To the outer view no segment file adds anything.
        const shared = views.includes(undefined) || share();

        split.set(candidate, shared ? [] : [...new Set([...split.get(candidate) ?? [], ...views.filter(view => view !== undefined)])]);
    }
}

function listSegments(split: Split): readonly string[]
{
    return [...new Set(['entry', ...[...split.values()].flat()])];
}

async function writeSegments({ folder, program }: Application, split: Split): Promise<void>
{
    await rm(join(folder, 'segments'), { recursive: true, force: true });
    await mkdir(join(folder, 'segments'));

    for (const segment of listSegments(split))
    {
        const entries = [...split].filter(([, segments]) => segments.includes(segment)).map(([{ path, procedures }]) =>
            [path, Object.fromEntries(Object.keys(procedures).map(name => [name, { access: 'protected' }]))] as const);

        const modules = Object.fromEntries([...segment === 'entry' ? [[program.driver, { drive: { access: 'public' } }] as const] : [], ...entries]);

        await writeFile(join(folder, 'segments', `${segment}.json`), JSON.stringify(modules, undefined, 4));
    }
}
