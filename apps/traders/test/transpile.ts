import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** Writes the application as plain JavaScript, each module by itself, under `.work` (where its packages are found). */
export async function transpile(name: string): Promise<string>
{
    const target = fileURLToPath(new URL(`../.work/${name}`, import.meta.url));
    const files = await readdir(source, { recursive: true, withFileTypes: true });

    for (const file of files.filter(entry => entry.isFile()))
    {
        const from = join(file.parentPath, file.name);
        const to = join(target, from.slice(source.length)).replace(/\.ts$/, '.js');
        const content = await readFile(from);

        await mkdir(dirname(to), { recursive: true });
        await writeFile(to, from.endsWith('.ts') ? toJavaScript(content.toString()) : content);
    }

    return target;
}

function toJavaScript(code: string): string
{
    return ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true } }).outputText;
}
