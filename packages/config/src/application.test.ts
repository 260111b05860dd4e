import { describe, expect, it } from 'vitest';

import { createFolder, failureOf } from '../test/folders.js';
import { readApplicationConfig, readResources, readSegments } from './index.js';
import type { ApplicationOptions } from './index.js';

const options: ApplicationOptions = { config: { segments: './segments', resources: './resources' }, env: {} };

describe('readSegments', () =>
{
    it('resolves modules and exports with their places', async () =>
    {
        const folder = await createFolder({
            'segments/sales.json': '{\n  "./sales/getMonthData": {\n    "default": { "access": "protected" }\n  },\n  "sales/recordOrder.ts": { "recordOrder": { "access": "public", "version": "2", "as": "record", "timeout": 0, "idempotent": true }, "Order": {} }\n}'
        });

        expect(await readSegments(folder, options)).toEqual([{
            name: 'sales',
            file: 'segments/sales.json',
            modules: [
                {
                    path: 'sales/getMonthData',
                    place: { line: 2, column: 2 },
                    exports: [{ name: 'default', place: { line: 3, column: 4 }, access: 'protected', version: '0.0.0' }]
                },
                {
                    path: 'sales/recordOrder.ts',
                    place: { line: 5, column: 2 },
                    exports: [
                        { name: 'recordOrder', place: { line: 5, column: 28 }, access: 'public', version: '2.0.0', as: 'record', timeout: 0, idempotent: true },
                        { name: 'Order', place: { line: 5, column: 133 }, access: 'private', version: '0.0.0' }
                    ]
                }
            ]
        }]);
    });

    it('finds files in the segments folder and beside the project file, with dots in their names', async () =>
    {
        const folder = await createFolder({
            'jitar.json': {}, 'package.json': {}, 'default.segment.json': {},
            'segments/social.bff.json': {}, 'segments/sales.segment.json': {}, 'segments/notes.md': '', 'segments/.hidden.json': 'x'
        });
        const segments = await readSegments(folder, options);

        expect(segments.map(({ name, file }) => [name, file])).toEqual([
            ['default', 'default.segment.json'], ['sales', 'segments/sales.segment.json'], ['social.bff', 'segments/social.bff.json']
        ]);
    });

    it('takes only *.segment.json where the segments folder is the project itself', async () =>
    {
        const folder = await createFolder({ 'jitar.json': {}, 'a.segment.json': {} });
        const segments = await readSegments(folder, { ...options, config: { segments: '.', resources: 'r' } });

        expect(segments.map(({ name }) => name)).toEqual(['a']);
    });

    it('finds none where there are none', async () =>
    {
        expect(await readSegments(await createFolder({}), options)).toEqual([]);
    });

    it('lists the problems of all files at once', async () =>
    {
        const folder = await createFolder({
            'segments/a.json': { 'm': { default: { acess: 'public' }, other: { access: 'pubic', version: '1.x', timeout: -1, as: 'a b' } } },
            'segments/b.json': '{',
            'segments/c.json': { '../outside': {}, '/x': {}, 'a\\b': {}, './m': {}, 'm': {}, 'n': [] },
            'segments/A.segment.json': {},
            'segments/remote.json': {},
            'resources/r.json': ['db', 3, '../x']
        });
        const failure = await failureOf(readApplicationConfig(folder, options));
        const lines = failure.message.split('\n').slice(1).map(line => line.replace(/:\d+:\d+/, ''));

        expect(lines.sort()).toEqual([
            '  - segments/a.json defines the same segment as segments/A.segment.json; keep one, or rename one (capitals make no difference)',
            '  - segments/a.json m.default.acess: is not a known key; did you mean "access"?',
            '  - segments/a.json m.other.access: must be one of private, protected, public; did you mean "public"?',
            '  - segments/a.json m.other.as: must be a name of letters, digits, "_", "$", "-" and "."',
            '  - segments/a.json m.other.timeout: must not be negative',
            '  - segments/a.json m.other.version: must be one to three whole numbers, for example "2.1.0"',
            '  - segments/b.json is no valid JSON: a closing brace must stand here',
            '  - segments/c.json ["../outside"]: must be a path inside the source folder',
            '  - segments/c.json ["/x"]: must be a path inside the source folder',
            '  - segments/c.json ["a\\\\b"]: must be written with forward slashes',
            '  - segments/c.json m: is the same module as "./m"; keep one',
            '  - segments/c.json n: must be an object',
            '  - segments/remote.json must have another name: "remote" is reserved',
            '  - resources/r.json [1]: must be a text',
            '  - resources/r.json [2]: must be a path inside the source folder'
        ].sort());
    });
});

describe('readResources', () =>
{
    it('lists the modules of all resource files', async () =>
    {
        const folder = await createFolder({ 'resources/db.json': ['./integrations/database'], 'resources/mail.json': ['mail/'] });

        expect(await readResources(folder, options)).toEqual([
            { path: 'integrations/database', place: { line: 2, column: 2 }, file: 'resources/db.json' },
            { path: 'mail', place: { line: 2, column: 2 }, file: 'resources/mail.json' }
        ]);
    });
});
