import { analyzeModule } from '@jitar/analysis';
import type { EmittedModule } from '@jitar/segmentation';
import { describe, expect, it } from 'vitest';

import { createProject } from '../test/project.js';
import { compileModules } from './module-compiler.js';
import type { CompiledModule } from './module-compiler.js';
import { readTypeScriptSettings } from './typescript-settings.js';

async function compile(module: Partial<EmittedModule>, tsconfig: unknown = {}): Promise<CompiledModule>
{
    const { folder } = await createProject({ 'base.json': tsconfig, 'tsconfig.json': { extends: './base.json' } });
    const { source = 'a.ts', code = '' } = module;
    const { syntax } = analyzeModule({ path: source, code });
    const emitted: EmittedModule = { path: 'a.js', source, code, original: code, language: 'ts', syntax, imports: [], packages: [], ...module };
    const { compiled, failures } = await compileModules([emitted], { settings: readTypeScriptSettings([folder]), source: '/app/src', target: '/app/dist' });

    expect(failures).toEqual([]);

    return compiled[0]!;
}

describe('compileModules', () =>
{
    it('takes types out, and says where the source is', async () =>
    {
        const { code, sourceMap } = await compile({ path: 'sales/a.reporting.js', source: 'sales/a.ts', code: 'export const x: number = 1;\n' });

        expect(code).toBe('export const x = 1;\n//# sourceMappingURL=a.reporting.js.map\n');
        expect(JSON.parse(sourceMap ?? '')).toMatchObject({ version: 3, file: 'a.reporting.js', sources: ['../../src/sales/a.ts'], sourcesContent: ['export const x: number = 1;\n'] });
    });

    it('keeps imports that nothing uses: they have effects', async () =>
    {
        expect((await compile({ code: 'import { x } from \'./x.js\';\nimport data from \'./d.json\' with { type: \'json\' };' })).code)
            .toMatch(/^import \{ x \} from ".\/x.js";\nimport data from ".\/d.json" with \{ type: "json" \};\n/);
    });

    it('keeps the text of plain JavaScript', async () =>
    {
        const code = '// a comment\nexport const  x = 1';

        expect(await compile({ language: 'js', source: 'a.js', code })).toMatchObject({ code });
        expect((await compile({ language: 'js', source: 'a.js', code })).sourceMap).toBeUndefined();
    });

    it('takes syntax out of plain JavaScript that Node 20 does not know', async () =>
    {
        expect((await compile({ language: 'js', source: 'a.js', code: 'export function f(open) { using file = open(); return file.size; }' })).code).not.toMatch(/using file/);
        expect((await compile({ language: 'js', source: 'a.js', code: '@decorate class A {}' })).code).not.toContain('@decorate');
    });

    it.each([
        [{}, /from "react\/jsx-runtime"/, ['react']],
        [{ compilerOptions: { jsx: 'preserve' } }, /from "react\/jsx-runtime"/, ['react']],
        [{ compilerOptions: { jsx: 'react-jsx', jsxImportSource: '@scope/ui' } }, /from "@scope\/ui\/jsx-runtime"/, ['@scope/ui']],
        [{ compilerOptions: { jsx: 'react', jsxFactory: 'h' } }, /h\("p"/, []]
    ])('compiles JSX as %j says, and knows the package that it needs', async (tsconfig, expected, packages) =>
    {
        const compiled = await compile({ language: 'tsx', source: 'a.tsx', code: 'export const p = <p>Hi</p>;' }, tsconfig);

        expect(compiled.code).toMatch(expected);
        expect(compiled.packages).toEqual(packages);
    });

    it('takes over how classes and decorators are compiled', async () =>
    {
        const code = 'export class A { x?: number; @d y = 1; }';

        expect((await compile({ code: 'export class A { x?: number; }' })).code).toMatch(/x;/);
        expect((await compile({ code: 'export class A { x?: number; }' }, { compilerOptions: { useDefineForClassFields: false } })).code).not.toMatch(/x;/);
        expect((await compile({ code: 'export class A { x?: number; }' }, { compilerOptions: { target: 'ES2019' } })).code).not.toMatch(/x;/);
        expect((await compile({ code }, { compilerOptions: { experimentalDecorators: true } })).code).toContain('__decorateClass');
        expect((await compile({ code })).code).toContain('__decorateElement');
    });

    it('lists what cannot be compiled, and compiles nothing', async () =>
    {
        const broken: EmittedModule = { path: 'a.js', source: 'a.ts', code: 'const = 1;', language: 'ts', imports: [], packages: [] };
        const { compiled, failures } = await compileModules([broken, { ...broken, code: '' }], { settings: readTypeScriptSettings([]), source: '/s', target: '/t' });

        expect(compiled).toEqual([]);
        expect(failures.map(({ messages }) => messages[0]?.text)).toEqual([expect.stringContaining('=')]);
    });
});
