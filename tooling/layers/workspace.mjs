import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

import { findImports } from './imports.mjs';

const ignored = new Set(['node_modules', 'dist', 'fixtures', 'golden']);

/**
 * Reads the workspace of a root folder: the names of all its packages, and of those in `packages` the manifest,
 * the entries and the modules with what they import. Paths are relative to the root, with forward slashes.
 */
export function readWorkspace(root)
{
    const packages = packageFolders(root, 'packages').map(folder => readPackage(root, folder));
    const others = ['apps', 'tooling'].flatMap(group => packageFolders(root, group)).map(folder => readManifest(root, folder).manifest.name);

    return { packages, names: new Set([...packages.map(({ name }) => name), ...others]) };
}

function packageFolders(root, group)
{
    return existsSync(join(root, group))
        ? readdirSync(join(root, group)).sort().map(name => `${group}/${name}`).filter(folder => existsSync(join(root, folder, 'package.json')))
        : [];
}

function readManifest(root, folder)
{
    const file = `${folder}/package.json`;
    const text = readFileSync(join(root, file), 'utf8');

    return { file, lines: text.split('\n'), manifest: JSON.parse(text) };
}

function readPackage(root, folder)
{
    const { file, lines, manifest } = readManifest(root, folder);
    const modules = ['src', 'test'].flatMap(name => filesIn(root, `${folder}/${name}`)).map(path => readModule(root, folder, path));

    return { name: manifest.name, folder, manifest: { ...manifest, file, lines }, entries: findEntries(folder, manifest), modules };
}

function filesIn(root, folder)
{
    if (!existsSync(join(root, folder)))
    {
        return [];
    }

    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry =>
    {
        const path = `${folder}/${entry.name}`;

        if (entry.isDirectory())
        {
            return ignored.has(entry.name) ? [] : filesIn(root, path);
        }

        return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
    });
}

function readModule(root, folder, file)
{
    const test = file.startsWith(`${folder}/test/`) || /\.test\.[cm]?[jt]sx?$/.test(file);

    return { file, test, imports: findImports(file, readFileSync(join(root, file), 'utf8')) };
}

/** The source of each entry: `./dist/node.js` is made from `src/node.ts`. */
function findEntries(folder, manifest)
{
    return new Map(Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) =>
    {
        const name = /^\.\/dist\/(.+)\.js$/.exec(typeof target === 'string' ? target : target.default)?.[1];

        return name === undefined ? [] : [[subpath, `${folder}/src/${name}.ts`]];
    }));
}
