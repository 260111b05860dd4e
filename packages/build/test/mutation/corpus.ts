import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transform } from 'esbuild';

/** An application whose sources are mutated. */
export interface CorpusApplication
{
    /** By path relative to the source folder. */
    readonly files: ReadonlyMap<string, Buffer>;
    readonly segments: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
    readonly resources: readonly string[];
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Reads the applications of the repository and of its fixtures, each as TypeScript, as TSX and as JavaScript. */
export async function readCorpus(): Promise<readonly [CorpusApplication, ...CorpusApplication[]]>
{
    const traders = await readApplication('apps/traders');
    const others = await Promise.all(['apps/e2e/application', 'packages/segmentation/test/fixtures/trading', 'packages/segmentation/test/fixtures/forms'].map(readApplication));

    return [traders, ...others, rename(traders), await toJavaScript(traders)];
}

async function readApplication(folder: string): Promise<CorpusApplication>
{
    const files = await readFolder(join(root, folder, 'src'));
    const configuration = new Map([...await readFolder(join(root, folder, 'segments')), ...await readFolder(join(root, folder, 'resources'))]
        .map(([name, content]) => [name.slice(0, -'.json'.length), JSON.parse(content.toString()) as Readonly<Record<string, unknown>> | readonly string[]]));
    const segments = [...configuration].flatMap(([name, content]) => Array.isArray(content) ? [] : [[name, content as Readonly<Record<string, unknown>>] as const]);

    return {
        // A path alias belongs to a project, and here several applications share one.
        files: new Map([...files].filter(([name]) => /\.(?:ts|json)$/.test(name)).map(([name, content]) => [name, Buffer.from(content.toString().replaceAll('\'#shared/', '\'../shared/'))])),
        segments: new Map(segments),
        resources: [...configuration.values()].flatMap(content => Array.isArray(content) ? content as readonly string[] : [])
    };
}

async function readFolder(folder: string): Promise<Map<string, Buffer>>
{
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort();

    return new Map(await Promise.all(files.map(async file => [file.slice(folder.length + 1), await readFile(file)] as const)));
}

function rename(application: CorpusApplication): CorpusApplication
{
    return { ...application, files: new Map([...application.files].map(([name, content]) => [name.replace(/\.ts$/, '.tsx'), content])) };
}

async function toJavaScript(application: CorpusApplication): Promise<CorpusApplication>
{
    const files = await Promise.all([...application.files].map(async ([name, content]) => name.endsWith('.ts')
        ? [name.replace(/\.ts$/, '.js'), Buffer.from((await transform(content, { loader: 'ts' })).code)] as const
        : [name, content] as const));

    return { ...application, files: new Map(files) };
}
