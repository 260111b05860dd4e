import { describe, expect, it } from 'vitest';

import { planSources } from '../test/application.js';
import { emitModules } from './index.js';

function emit(code: string, path = 'a.ts')
{
    const files = { [path]: code, 'b.ts': 'export interface B { }\nexport async function f(): Promise<void> { }\n', 'c.ts': 'export const c = 1;\n' };
    const plan = planSources({ files, segments: { b: { './b': { f: { access: 'protected' } } } } });

    return [...emitModules(plan, { keepLines: true })].find(module => module.source === path);
}

describe('emitModules with lines kept', () =>
{
    it.each([
        ['import type { B } from \'./b\';\nexport const x = 1;\n', '\nexport const x = 1;\n'],
        ['import {\n    type B,\n    f\n} from \'./b\'; // f\nexport const x = f;\n', 'import { f } from \'./b.remote.js\';\n\n\n // f\nexport const x = f;\n'],
        ['import { c } from \'./c\';\r\nimport { f } from \'./b\';\r\nexport { c, f };\r\n', 'import { c } from \'./c.js\';\r\nimport { f } from \'./b.remote.js\';\r\nexport { c, f };\r\n'],
        ['export const x = () => f;\nimport { f } from \'./b\'', 'export const x = () => f;\nimport { f } from \'./b.remote.js\'']
    ])('leave all else of %j where it stands, without a map', (code, expected) =>
    {
        expect(emit(code)).toMatchObject({ code: expected, original: code });
        expect(emit(code)?.map).toBeUndefined();
    });

    it.each([
        'import { f } from \'./b\'; export const x = f;\n',
        'export const x = async () => (await import(\'./b\')).f();\n',
        'import { f } from \'./b\'; /* a comment\n that goes on */ export const x = f;\n'
    ])('have a map where code moves within its line, as in %j', code =>
    {
        expect(emit(code)?.map).toContain('"mappings"');
        expect(emit(code)?.original).toBeUndefined();
    });

    it('are not for plain JavaScript, which is read as it is', () =>
    {
        expect(emit('import {\n    f\n} from \'./b\';\nf;\n', 'a.js')?.code).toBe('import {\n    f\n} from \'./b.remote.js\';\nf;\n');
        expect(emit('export {\n    f\n} from \'./b\';\n', 'a.js')?.original).toBeUndefined();
    });
});
