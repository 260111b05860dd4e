import type { EmittedModule } from '@jitar/segmentation';
import { transformSync } from 'oxc-transform';

import { withoutMark } from './module-compiler.js';
import type { Compilation } from './module-compiler.js';

/** Takes types out of a module that is JavaScript otherwise, within this process. */
export function stripTypes({ path, code }: EmittedModule): Compilation
{
    const { code: stripped, map, errors } = transformSync(path, withoutMark(code), {
        lang: 'ts',
        sourceType: 'module',
        target: 'es2022',
        sourcemap: true,
        // Segmentation has taken the type-only imports out; what is left has effects or is used.
        typescript: { onlyRemoveTypeImports: true }
    });

    if (errors.length > 0 || map === undefined)
    {
        return { messages: errors.map(({ message, labels }) => ({ text: message, ...labels[0] === undefined ? {} : { place: placeAt(code, labels[0].start) } })) };
    }

    return { code: stripped, map };
}

function placeAt(code: string, offset: number): { readonly line: number; readonly column: number }
{
    const before = code.slice(0, offset).split('\n');

    return { line: before.length, column: before.at(-1)?.length ?? 0 };
}
