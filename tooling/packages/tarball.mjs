import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { filterProblems, problemKindInfo } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** The profile esm-only: how Node's `import` and bundlers resolve. Who requires these packages needs a Node that can. */
const resolutions = ['node16-esm', 'bundler'];

/** Besides what the package's own `files` bring. */
const required = ['README.md', 'LICENSE'];

const versionProtocols = /^(?:workspace|catalog|link|file):/;

/** Everything that is wrong with a packed package, a line each, with the name of the check that found it. */
export async function checkTarball(file)
{
    const data = await readFile(file);
    const content = createPackageFromTarballData(data);
    const root = `/node_modules/${content.packageName}`;
    const names = content.listFiles().map(name => name.slice(root.length + 1));
    const manifest = JSON.parse(content.readFile(`${root}/package.json`));

    return [
        ...checkFiles(names),
        ...checkVersions(manifest),
        ...await lint(data, manifest),
        ...await checkTypes(content)
    ];
}

function checkFiles(names)
{
    return [
        ...required.filter(name => !names.includes(name)).map(name => `files: ${name} is missing.`),
        ...names.filter(name => /\.test\.|^(?:src|test)\//.test(name)).map(name => `files: ${name} is no matter of users; take it out of "files", or of the build.`)
    ];
}

function checkVersions(manifest)
{
    return ['dependencies', 'peerDependencies', 'optionalDependencies']
        .flatMap(group => Object.entries(manifest[group] ?? {}))
        .filter(([, version]) => versionProtocols.test(version))
        .map(([name, version]) => `versions: "${name}": "${version}" cannot be installed outside the workspace.`);
}

async function lint(data, manifest)
{
    const tarball = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
    const { messages } = await publint({ pack: { tarball }, strict: true });

    return messages.map(message => `publint: ${formatMessage(message, manifest, { color: false })}`);
}

async function checkTypes(content)
{
    const analysis = await checkPackage(content);

    if (analysis.types === false)
    {
        return ['attw: the package has no types.'];
    }

    const problems = resolutions.flatMap(resolutionKind => filterProblems(analysis, { resolutionKind }));

    const messages = problems.map(problem =>
    {
        const place = problem.entrypoint ?? problem.fileName ?? problem.typesFileName;

        return `attw: ${problemKindInfo[problem.kind].title}${place === undefined ? '' : ` (${place})`}: ${problemKindInfo[problem.kind].shortDescription}.`;
    });

    return [...new Set(messages)];
}
