import ts from 'typescript';

import type { FormFile } from './form.js';
import type { Split } from './split.js';

const typed = /\.(m?)ts(x?)$/;

/** Whether a split has sources in TypeScript. */
export function hasTypes({ files }: Split): boolean
{
    return files.some(({ path }) => path.startsWith('src/') && typed.test(path));
}

/** The split of an application whose sources are what the compiler makes of them: all that JavaScript has stays. */
export function toJavaScript(split: Split): Split
{
    const config = split.files.find(({ path }) => path === 'tsconfig.json')?.text ?? '{}';
    const { compilerOptions = {} } = (ts.parseConfigFileTextToJson('tsconfig.json', config).config ?? {}) as { readonly compilerOptions?: object };
    const { options: written } = ts.convertCompilerOptionsFromJson(compilerOptions, '.');
    const options = { ...written, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve };

    return { ...split, files: split.files.filter(({ path }) => !path.endsWith('.d.ts')).map(file => file.path.startsWith('src/') ? compile(file, options) : file) };
}

function compile(file: FormFile, compilerOptions: ts.CompilerOptions): FormFile
{
    const path = file.path.replace(typed, '.$1js$2');

    return file.link === undefined && path !== file.path
        ? { ...file, path, text: ts.transpileModule(file.text, { fileName: file.path, compilerOptions }).outputText }
        : { ...file, path, ...file.link !== undefined && { link: file.link.replace(typed, '.$1js$2') } };
}
