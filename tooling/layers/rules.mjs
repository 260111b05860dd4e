import { isBuiltin } from 'node:module';
import { posix } from 'node:path';

import { createGraph, splitSpecifier } from './graph.mjs';

/**
 * Holds a workspace to the committed layers: a list of violations, each with the file and line, the rule,
 * what happened, and what to do.
 */
export function findViolations(workspace, layers)
{
    const levels = levelsOf(layers);

    return [
        ...checkPlaces(workspace, layers, levels),
        ...workspace.packages.flatMap(item => checkPackage(item, workspace, layers, levels)),
        ...checkPortable(workspace, layers),
        ...checkBuildFree(workspace, layers)
    ];
}

/** Who imports whom, as the sources have it: the workspace packages that each package's code (not its tests) imports. */
export function findImportList(workspace, layers)
{
    const order = layers.layers.flat();
    const place = name => order.includes(name) ? order.indexOf(name) : order.length;
    const sorted = [...workspace.packages].sort((left, right) => place(left.name) - place(right.name));

    return Object.fromEntries(sorted.map(item =>
    {
        const names = new Set(codeOf(item).flatMap(module => workspaceImports(module, item, workspace)).map(({ name }) => name));

        return [item.name, [...names].sort((left, right) => place(left) - place(right))];
    }));
}

function levelsOf(layers)
{
    return new Map(layers.layers.flatMap((names, level) => names.map(name => [name, level])));
}

function codeOf(item)
{
    return item.modules.filter(module => !module.test);
}

/** The imports of a module that name another package of the workspace. */
function workspaceImports(module, item, workspace)
{
    return module.imports
        .map(found => ({ ...found, name: splitSpecifier(found.specifier).name }))
        .filter(({ name }) => name !== item.name && workspace.names.has(name));
}

function checkPlaces(workspace, layers, levels)
{
    const names = new Set(workspace.packages.map(item => item.name));
    const unplaced = workspace.packages.filter(item => !levels.has(item.name)).map(item => ({
        file: item.manifest.file, line: lineOf(item, '"name"'), rule: 'unplaced',
        message: `${item.name} is in no layer.`,
        fix: `Add it to a layer in ${layers.file}.`
    }));
    const gone = [...levels.keys(), ...Object.keys(layers.imports)].filter(name => !names.has(name)).map(name => ({
        file: layers.file, line: 1, rule: 'gone',
        message: `${name} is no package any more.`,
        fix: 'Take it out of the list.'
    }));

    return [...unplaced, ...gone.filter((violation, index) => gone.findIndex(({ message }) => message === violation.message) === index)];
}

function checkPackage(item, workspace, layers, levels)
{
    return [
        ...item.modules.flatMap(module => [
            ...checkBorder(item, module),
            ...workspaceImports(module, item, workspace).flatMap(found => [
                ...checkDirection(item, module, found, levels),
                ...checkDeclared(item, module, found)
            ])
        ]),
        ...checkListed(item, workspace, layers),
        ...checkManifest(item, levels),
        ...checkGone(item, workspace, layers)
    ];
}

function checkBorder(item, module)
{
    return module.imports
        .filter(({ specifier }) => specifier.startsWith('.') && !posix.join(posix.dirname(module.file), specifier).startsWith(`${item.folder}/`))
        .map(({ specifier, line }) => ({
            file: module.file, line, rule: 'outside',
            message: `"${specifier}" is outside the package.`,
            fix: 'Import the other package by its name.'
        }));
}

function checkDirection(item, module, { name, line }, levels)
{
    const own = levels.get(item.name);
    const other = levels.get(name);

    if (other === undefined)
    {
        return module.test ? [] : [{
            file: module.file, line, rule: 'unplaced',
            message: `${item.name} imports ${name}, which is in no layer: it is not published.`,
            fix: 'Import it in tests only.'
        }];
    }

    return misdirection(item.name, own, name, other).map(problem => ({ file: module.file, line, ...problem }));
}

/** A dependency in the wrong direction is wrong before the first import: a build in order of dependencies needs them acyclic. */
function checkManifest(item, levels)
{
    return ['dependencies', 'peerDependencies', 'devDependencies']
        .flatMap(group => Object.keys(item.manifest[group] ?? {}))
        .filter(name => levels.has(name))
        .flatMap(name => misdirection(item.name, levels.get(item.name), name, levels.get(name)).map(problem => ({
            file: item.manifest.file, line: lineOf(item, `"${name}"`), ...problem
        })));
}

function misdirection(from, own, to, other)
{
    if (own === undefined || other < own)
    {
        return [];
    }

    return own === other
        ? [{ rule: 'sideways', message: `${from} uses ${to}, and both are of layer ${own}.`, fix: 'Move what both need to a layer below, or let a layer above join them.' }]
        : [{ rule: 'upward', message: `${from} (layer ${own}) uses ${to} (layer ${other}).`, fix: 'Hand it in from above, through an interface of a layer below.' }];
}

function checkDeclared(item, module, { name, line })
{
    const groups = module.test ? ['dependencies', 'peerDependencies', 'devDependencies'] : ['dependencies', 'peerDependencies'];

    return groups.some(group => item.manifest[group]?.[name] !== undefined) ? [] : [{
        file: module.file, line, rule: 'undeclared',
        message: `${name} is not in the ${module.test ? 'dependencies or devDependencies' : 'dependencies'} of ${item.manifest.file}.`,
        fix: `Add "${name}": "workspace:*" there, and run pnpm install.`
    }];
}

/** The first import of each package that the list does not have. */
function checkListed(item, workspace, layers)
{
    const imports = codeOf(item).flatMap(module => workspaceImports(module, item, workspace).map(found => ({ file: module.file, ...found })));
    const unlisted = imports.filter(({ name }, index) => !layers.imports[item.name]?.includes(name) && imports.findIndex(other => other.name === name) === index);

    return unlisted.map(({ file, name, line }) => ({
        file, line, rule: 'unlisted',
        message: `${layers.file} does not list that ${item.name} imports ${name}.`,
        fix: 'If the design wants it, run node tooling/layers/check.mjs --write and commit the list.'
    }));
}

function checkGone(item, workspace, layers)
{
    const used = new Set(codeOf(item).flatMap(module => workspaceImports(module, item, workspace)).map(({ name }) => name));

    return (layers.imports[item.name] ?? []).filter(name => !used.has(name)).map(name => ({
        file: layers.file, line: layers.lineOf(item.name), rule: 'gone',
        message: `${item.name} does not import ${name} any more.`,
        fix: 'Run node tooling/layers/check.mjs --write and commit the list.'
    }));
}

/** What runs in a browser imports nothing of Node, be it for types alone: neither by itself nor through a package of the workspace. */
function checkPortable(workspace, { portable })
{
    const graph = createGraph(workspace);
    const offences = workspace.packages.flatMap(item => graph.walk(portableFiles(item, portable), { types: true })
        .filter(({ import: { specifier } }) => isBuiltin(specifier) || specifier.startsWith('node:') || portable.hostPackages.includes(splitSpecifier(specifier).name))
        .map(found => ({ item, ...found })));

    return unique(offences).map(({ item, module, import: { specifier, line }, chain }) => ({
        file: module.file, line, rule: 'portable',
        message: `"${specifier}" is Node's alone, and ${item.name} runs in browsers too${way(chain)}.`,
        fix: 'Take it from process.getBuiltinModule where it is there, or have it handed in.'
    }));
}

function portableFiles(item, { packages, entries })
{
    if (packages.includes(item.name))
    {
        return codeOf(item).map(module => module.file);
    }

    return [...item.entries].filter(([subpath]) => entries.includes(subpath === '.' ? item.name : `${item.name}${subpath.slice(1)}`)).map(([, file]) => file);
}

/** What runs on servers and in browsers never loads the tools of the build: its start would wait for them. */
function checkBuildFree(workspace, { buildFree })
{
    const graph = createGraph(workspace);
    const packages = new Map(workspace.packages.map(item => [item.name, item]));
    const isTool = name => buildFree.tools.some(tool => tool.endsWith('/*') ? name.startsWith(tool.slice(0, -1)) : name === tool);
    const fix = 'Move the code that needs it to a package of the build.';
    const free = workspace.packages.filter(item => buildFree.packages.includes(item.name));

    const loaded = free.flatMap(item => graph.walk(codeOf(item).map(module => module.file), { types: false })
        .filter(({ import: { specifier, typeOnly } }) => !typeOnly && isTool(splitSpecifier(specifier).name))
        .map(found => ({ item, ...found })));

    const declared = free.flatMap(item => closure(item, packages).flatMap(dependency => Object.keys(dependency.manifest.dependencies ?? {})
        .filter(isTool)
        .map(tool => ({
            file: dependency.manifest.file, line: lineOf(dependency, `"${tool}"`), rule: 'build-free',
            message: `${tool} is installed with ${item.name}${dependency === item ? '' : `, through ${dependency.name}`}.`,
            fix
        }))));

    return [...loaded.map(({ item, module, import: { specifier, line }, chain }) => ({
        file: module.file, line, rule: 'build-free',
        message: `"${specifier}" is loaded by ${item.name}${way(chain)}.`,
        fix
    })), ...declared];
}

function closure(item, packages)
{
    const found = new Set([item]);

    for (const current of found)
    {
        for (const name of Object.keys(current.manifest.dependencies ?? {}))
        {
            if (packages.has(name))
            {
                found.add(packages.get(name));
            }
        }
    }

    return [...found];
}

/** One report for each place, however many packages come by it. */
function unique(offences)
{
    const seen = new Set();

    return [...offences].sort((left, right) => left.chain.length - right.chain.length).filter(({ module, import: { specifier, line } }) =>
    {
        const key = `${module.file}:${line}:${specifier}`;

        return !seen.has(key) && seen.add(key);
    });
}

function way(chain)
{
    return chain.length === 1 ? '' : ` (${chain.join(' → ')})`;
}

function lineOf(item, text)
{
    return item.manifest.lines.findIndex(line => line.includes(text)) + 1;
}
