import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { readApplicationConfig, readProjectConfig } from '@jitar/config';
import { onTestFinished } from 'vitest';

import { createBuilder } from '../src/index.js';
import type { BuildOptions, BuiltApplication, Builder } from '../src/index.js';

const run = promisify(execFile);

/** The folder of a project, for the length of a test. */
export interface Project
{
    readonly folder: string;
    readonly write: (files: Readonly<Record<string, unknown>>) => Promise<void>;
    readonly read: (file: string) => Promise<string>;
    readonly remove: (file: string) => Promise<void>;
    /** All files of a subfolder, relative to it. */
    readonly list: (subfolder: string) => Promise<string[]>;
    readonly builder: (options?: Partial<BuildOptions>) => Promise<Builder>;
    /** Builds, and expects that it succeeds. */
    readonly build: (options?: Partial<BuildOptions>) => Promise<BuiltApplication>;
    /** Runs a module of this text in the project's folder, and parses what it prints. */
    readonly run: (code: string) => Promise<unknown>;
}

/** Makes a project with these files; what is no text is written as JSON. */
export async function createProject(files: Readonly<Record<string, unknown>>): Promise<Project>
{
    const folder = await mkdtemp(join(tmpdir(), 'jitar-build-'));

    onTestFinished(() => rm(folder, { recursive: true, force: true }));

    async function write(written: Readonly<Record<string, unknown>>): Promise<void>
    {
        for (const [name, content] of Object.entries(written))
        {
            await mkdir(dirname(join(folder, name)), { recursive: true });
            await writeFile(join(folder, name), typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content, null, 2));
        }
    }

    async function builder(options: Partial<BuildOptions> = {}): Promise<Builder>
    {
        const config = await readProjectConfig(folder, { env: {} });
        const { segments, resources } = await readApplicationConfig(folder, { config, env: {} });

        return createBuilder({ folder, config, segments, resources, ...options });
    }

    await write({ 'package.json': { name: 'application', type: 'module' }, ...files });

    return {
        folder,
        write,
        builder,
        read: file => readFile(join(folder, file), 'utf8'),
        remove: file => rm(join(folder, file)),
        async list(subfolder)
        {
            const entries = await readdir(join(folder, subfolder), { recursive: true, withFileTypes: true });

            return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(join(folder, subfolder).length + 1)).sort();
        },
        async build(options)
        {
            const result = await (await builder(options)).build();

            if (!result.succeeded)
            {
                throw new Error(JSON.stringify(result.diagnostics, null, 2));
            }

            return result;
        },
        async run(code)
        {
            await writeFile(join(folder, 'run.mjs'), code);

            const { stdout } = await run(process.execPath, ['--enable-source-maps', 'run.mjs'], { cwd: folder });

            return JSON.parse(stdout) as unknown;
        }
    };
}

/**
 * The text of a host that runs stubs' calls with the procedures of the given segments, each argument in its place.
 * It leaves out what a runtime does: copying, versions, access.
 */
export function hostCode(...segments: readonly string[]): string
{
    return `
        const bundles = await Promise.all(${JSON.stringify(segments)}.map(async name => (await import(\`./dist/\${name}.segment.js\`)).default));
        const procedures = bundles.flatMap(bundle => bundle.procedures);
        const calls = [];
        const host = {
            root: new URL('./dist/', import.meta.url).href,
            active: () => true,
            run: async ({ fqn, version, args, segment }) =>
            {
                calls.push({ fqn, version, args, segment });
                const procedure = procedures.find(procedure => procedure.fqn === fqn && procedure.version === version);
                return procedure.implementation(...Object.values(args));
            }
        };
        (globalThis[Symbol.for('jitar.hosts.1')] ??= []).push(host);
    `;
}
