import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { hashContent } from '@jitar/manifest';

import type { BuildMemory, KnownModel } from './build-memory.js';
import { identifyBuilder } from './builder-identity.js';
import type { BuiltModule } from './built-module.js';
import type { SourceText } from './source-texts.js';

/** What builders remember, in a folder. */
export interface BuildCache
{
    /** Takes what was built last into a memory. What is not there, damaged or of another builder is left out. */
    recallOutputs(memory: BuildMemory): void;
    /** Takes the models of these sources into a memory, if there are any; their keys tell whether they still fit. */
    recallModels(memory: BuildMemory, sources: readonly SourceText[]): void;
    /** Keeps a memory. A folder that cannot be written keeps nothing. */
    keep(memory: BuildMemory): void;
}

const outputsFile = 'outputs.json';
const modelsFile = 'models.json';

/** Opens the folder of a cache; it is made when something is kept. */
export function openBuildCache(folder: string): BuildCache
{
    const builder = identifyBuilder();

    function read(file: string): unknown
    {
        try
        {
            const text = readFileSync(join(folder, file), 'utf8');
            const end = text.indexOf('\n');
            const body = text.slice(end + 1);

            // What bears the hash of this builder and of its content was written by it as it stands.
            return text.slice(0, end) === describeBody(body) ? JSON.parse(body) : undefined;
        }
        catch
        {
            return undefined;
        }
    }

    function write(file: string, content: unknown): void
    {
        const body = JSON.stringify(content);
        const temporary = join(folder, `.${randomUUID()}.tmp`);

        try
        {
            writeFileSync(temporary, `${describeBody(body)}\n${body}`);
            renameSync(temporary, join(folder, file));
        }
        catch (error)
        {
            rmSync(temporary, { force: true });

            throw error;
        }
    }

    function describeBody(body: string): string
    {
        return `${builder} ${hashContent(body)}`;
    }

    function recallOutputs(memory: BuildMemory): void
    {
        const kept = read(outputsFile) as KeptOutputs | undefined;

        if (kept !== undefined)
        {
            kept.modules.forEach(module => memory.modules.set(module.path, module));
            kept.files.forEach(([path, hash, stamp]) => memory.files.set(path, { hash, stamp }));
            memory.last = kept.last;
        }
    }

    function recallModels(memory: BuildMemory, sources: readonly SourceText[]): void
    {
        const kept = read(modelsFile) as KeptModels | undefined;

        if (kept === undefined)
        {
            return;
        }

        for (const { path, code } of sources)
        {
            const known = kept[path];

            if (known !== undefined && !memory.models.has(path))
            {
                memory.models.set(path, { key: known.key, model: { ...known.model, code } });
            }
        }
    }

    function keep({ modules, files, models, last }: BuildMemory): void
    {
        const outputs: KeptOutputs = { modules: [...modules.values()], files: [...files].map(([path, { hash, stamp }]) => [path, hash, stamp]), last };
        const kept: KeptModels = Object.fromEntries([...models].map(([path, { key, model: { code: _code, ...model } }]) => [path, { key, model }]));

        try
        {
            mkdirSync(folder, { recursive: true });
            writeFileSync(join(folder, '.gitignore'), '*\n');
            write(outputsFile, outputs);
            write(modelsFile, kept);
        }
        catch
        {
            // The next build takes longer, and is the same.
        }
    }

    return { recallOutputs, recallModels, keep };
}

interface KeptOutputs extends Pick<BuildMemory, 'last'>
{
    readonly modules: readonly BuiltModule[];
    readonly files: readonly (readonly [path: string, hash: string, stamp: string])[];
}

type KeptModels = Readonly<Record<string, { readonly key: string; readonly model: Omit<KnownModel['model'], 'code'> }>>;
