import type { EmittedModule } from '@jitar/segmentation';
import { transform } from 'esbuild';
import type { Location, Message, TransformFailure } from 'esbuild';

import { withoutMark } from './module-compiler.js';
import type { Compilation, CompileMessage, SourceMap } from './module-compiler.js';
import type { TypeScriptSettings } from './typescript-settings.js';

/** How many modules esbuild works on at once: enough to keep its threads busy, and few enough to bound the memory. */
const batchSize = 64;

/** Makes JavaScript that Node 20 knows of modules: of JSX, decorators and all else that is more than types. */
export async function lowerModules(modules: readonly EmittedModule[], settings: TypeScriptSettings['transform'], take: (module: EmittedModule, compilation: Compilation) => void): Promise<void>
{
    for (let start = 0; start < modules.length; start += batchSize)
    {
        await Promise.all(modules.slice(start, start + batchSize).map(async module => { take(module, await lowerModule(module, settings)); }));
    }
}

async function lowerModule(module: EmittedModule, settings: TypeScriptSettings['transform']): Promise<Compilation>
{
    try
    {
        const { code, map } = await transform(withoutMark(inlineMap(module)), {
            ...settings,
            loader: module.language,
            target: 'es2022',
            platform: 'neutral',
            charset: 'utf8',
            sourcefile: module.source ?? module.path,
            sourcemap: 'external',
            // Node 20 and all current browsers have them, though ES2022 has not.
            supported: { 'import-attributes': true },
            logLevel: 'silent'
        });

        return { code, map: JSON.parse(map) as SourceMap };
    }
    catch (error)
    {
        if (!isTransformFailure(error))
        {
            throw error;
        }

        return { messages: (await findInOriginal(module, settings) ?? error.errors).map(describe) };
    }
}

/** What is wrong in the text from which a module was rewritten, with the places there; `undefined` if it was not, or nothing is. */
async function findInOriginal({ map, language }: EmittedModule, settings: TypeScriptSettings['transform']): Promise<readonly Message[] | undefined>
{
    const [original] = map === undefined ? [] : (JSON.parse(map) as SourceMap).sourcesContent ?? [];

    if (typeof original !== 'string')
    {
        return undefined;
    }

    try
    {
        await transform(original, { ...settings, loader: language, target: 'es2022', platform: 'neutral', logLevel: 'silent' });

        return undefined;
    }
    catch (error)
    {
        return isTransformFailure(error) ? error.errors : undefined;
    }
}

/** Gives esbuild the map of the rewriting, so that its own leads to the original. */
function inlineMap({ code, map }: EmittedModule): string
{
    return map === undefined ? code : `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

function describe({ text, location }: Message): CompileMessage
{
    return { text, ...location === null ? {} : { place: { line: location.line, column: columnOf(location) } } };
}

/** The compiler counts columns in bytes. */
function columnOf({ lineText, column }: Location): number
{
    return Buffer.from(lineText).subarray(0, column).toString().length;
}

function isTransformFailure(error: unknown): error is TransformFailure
{
    return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
