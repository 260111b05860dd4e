import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { languageOf } from '@jitar/analysis';
import { readApplicationConfig, readProjectConfig } from '@jitar/config';

import { buildApplication } from '../../src/index.js';
import type { BuildResult, BuiltApplication } from '../../src/index.js';
import type { FormFile } from './form.js';
import { createPlayer } from './play.js';
import type { Player } from './play.js';
import type { Split } from './split.js';
import { writeUnsplit } from './unsplit.js';

/** What became of an application. */
export interface Outcome
{
    readonly build: BuildResult;
    /** By path: what the build made of the sources, with the segments and the stubs. */
    readonly outputs: ReadonlyMap<string, string>;
    /** What the application does without Jitar. */
    readonly unsplit?: string;
    /** What it does in one process. */
    readonly together?: string;
    /** What it does with the first segment, or the outer view, in one process, and the others in another; absent where nothing is left for that. */
    readonly apart?: string;
}

/** Where applications are built and run, each in a folder of its own. */
export interface Stage
{
    readonly perform: (split: Split) => Promise<Outcome>;
    readonly end: () => Promise<void>;
}

/** Opens a stage in a temporary folder. */
export async function openStage(): Promise<Stage>
{
    const root = await mkdtemp(join(tmpdir(), 'jitar-forms-'));
    const player = createPlayer();
    /** By what the sources are: however they are split, they do the same unsplit. */
    const unsplit = new Map<string, Promise<string>>();
    let folders = 0;

    const performUnsplit = ({ files, outer }: Split): Promise<string> =>
    {
        const key = JSON.stringify([outer, files]);
        const known = unsplit.get(key) ?? playUnsplit(files, { folder: join(root, String(++folders)), outer, player });

        unsplit.set(key, known);

        return known;
    };

    return {
        async perform(split)
        {
            const folder = join(root, String(++folders));

            await writeFiles([...split.files, ...listConfiguration(split)], folder);

            const config = await readProjectConfig(folder, { env: {} });
            const build = await buildApplication({ folder, config, ...await readApplicationConfig(folder, { config, env: {} }) });

            return build.succeeded
                ? { build, outputs: await readOutputs(build, folder), unsplit: await performUnsplit(split), ...await playSplit(split, folder, player) }
                : { build, outputs: new Map() };
        },

        async end()
        {
            player.end();
            await rm(root, { recursive: true });
        }
    };
}

async function readOutputs({ written }: BuiltApplication, folder: string): Promise<Outcome['outputs']>
{
    const modules = written.filter(path => /\.m?js$/.test(path) && path !== 'jitar.run.js');

    return new Map(await Promise.all(modules.map(async path => [path, await readFile(join(folder, 'dist', path), 'utf8')] as const)));
}

async function playUnsplit(files: readonly FormFile[], { folder, outer, player }: { readonly folder: string; readonly outer: string | undefined; readonly player: Player }): Promise<string>
{
    const target = join(folder, 'unsplit');
    const sources = files.map(({ path }) => path).filter(path => path.startsWith('src/'));

    await writeFiles(files, folder);
    await writeUnsplit(folder, sources.filter(path => languageOf(path) !== undefined), target);

    for (const path of sources.filter(file => /\.(?:json|cjs)$/.test(file)))
    {
        await cp(join(folder, path), join(target, path.slice(4)));
    }

    return player.play({ kind: 'unsplit', folders: [target], outer });
}

async function playSplit({ segments, entry, outer }: Split, folder: string, player: Player): Promise<Pick<Outcome, 'together' | 'apart'>>
{
    const target = join(folder, 'dist');
    const names = Object.keys(segments);
    const together = await player.play({ kind: 'split', folders: [target], segments: [names], entry, outer });

    const [first, ...others] = outer === undefined ? names.map(name => [name]) : [[], names];

    if (others.length === 0)
    {
        return { together };
    }

    // Modules in another folder are other modules, as they are in another process.
    const apart = [join(folder, 'dist-apart'), join(folder, 'dist-beside')];

    await Promise.all(apart.map(other => cp(target, other, { recursive: true })));

    return { together, apart: await player.play({ kind: 'split', folders: apart, segments: [first ?? [], others.flat()], entry, outer }) };
}

function listConfiguration({ segments, resources }: Split): readonly WrittenFile[]
{
    return [
        ...Object.entries(segments).map(([name, content]) => ({ path: `segments/${name}.json`, text: JSON.stringify(content), link: undefined })),
        ...resources === undefined ? [] : [{ path: 'resources/all.json', text: JSON.stringify(resources), link: undefined }]
    ];
}

type WrittenFile = Pick<FormFile, 'path' | 'text' | 'link'>;

async function writeFiles(files: readonly WrittenFile[], folder: string): Promise<void>
{
    const standard: WrittenFile = { path: 'package.json', text: '{ "name": "application", "type": "module" }', link: undefined };

    // A link may lead through another, and to what is not there yet.
    for (const { path, text, link } of [standard, ...files].sort((left, right) => Number(left.link !== undefined) - Number(right.link !== undefined)))
    {
        const file = join(folder, path);

        await mkdir(dirname(file), { recursive: true });
        await (link === undefined ? writeFile(file, text) : symlink(link, file));
    }
}
