import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { languageOf } from '@jitar/analysis';
import { readApplicationConfig, readProjectConfig } from '@jitar/config';

import { buildApplication } from '../../src/index.js';
import type { BuildResult } from '../../src/index.js';
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
    /** What it does with the first segment in one process, and the others in another; absent for one segment. */
    readonly apart?: string;
}

/** Builds an application in a folder of its own, and runs it in all its ways. */
export async function performSplit(split: Split, folder: string, player: Player): Promise<Outcome>
{
    await rm(folder, { recursive: true, force: true });
    await writeProject(split, folder);

    const config = await readProjectConfig(folder, { env: {} });
    const build = await buildApplication({ folder, config, ...await readApplicationConfig(folder, { config, env: {} }) });

    if (!build.succeeded)
    {
        return { build, outputs: new Map() };
    }

    const target = join(folder, 'dist');
    const names = Object.keys(split.segments);
    const written = build.written.filter(path => /\.m?js$/.test(path) && path !== 'jitar.run.js');
    const outputs = new Map(await Promise.all(written.map(async path => [path, await readFile(join(target, path), 'utf8')] as const)));
    const { entry, outer } = split;

    await writeUnsplit(folder, split.files.map(({ path }) => path).filter(path => path.startsWith('src/') && languageOf(path) !== undefined), join(folder, 'unsplit'));
    await copyAssets(build.manifest.assets, target, join(folder, 'unsplit'));

    const unsplit = await player.play({ kind: 'unsplit', folders: [join(folder, 'unsplit')], outer });
    const together = await player.play({ kind: 'split', folders: [target], segments: [names], entry, outer });

    if (names.length === 1)
    {
        return { build, outputs, unsplit, together };
    }

    // Modules in another folder are other modules, as they are in another process.
    await cp(target, join(folder, 'dist-apart'), { recursive: true });
    await cp(target, join(folder, 'dist-beside'), { recursive: true });

    const apart = await player.play({ kind: 'split', folders: [join(folder, 'dist-apart'), join(folder, 'dist-beside')], segments: [names.slice(0, 1), names.slice(1)], entry, outer });

    return { build, outputs, unsplit, together, apart };
}

async function writeProject({ files, segments, resources }: Split, folder: string): Promise<void>
{
    const written = new Map<string, string>([
        ['package.json', '{ "name": "application", "type": "module" }'],
        ...Object.entries(segments).map(([name, content]) => [`segments/${name}.json`, JSON.stringify(content)] as const),
        ...resources === undefined ? [] : [['resources/all.json', JSON.stringify(resources)] as const]
    ]);

    const links: [path: string, link: string][] = [];

    for (const { path, text, link } of files)
    {
        if (link !== undefined)
        {
            links.push([path, link]);
        }
        else
        {
            written.set(path, text);
        }
    }

    for (const [path, text] of written)
    {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
    }

    for (const [path, link] of links)
    {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await symlink(link, join(folder, path));
    }
}

async function copyAssets(assets: Readonly<Record<string, string>>, source: string, target: string): Promise<void>
{
    for (const path of Object.keys(assets))
    {
        await cp(join(source, path), join(target, path));
    }
}
