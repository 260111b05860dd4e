import { describe, expect, it } from 'vitest';

import { createFolder, failureOf } from '../test/folders.js';
import { readProjectConfig } from './index.js';

const defaults = { source: './src', target: './dist', segments: './segments', resources: './resources', build: { ignore: [] } };

describe('readProjectConfig', () =>
{
    it('has defaults for everything, the file included', async () =>
    {
        expect(await readProjectConfig(await createFolder({}), { env: {} })).toEqual(defaults);
        expect(await readProjectConfig(await createFolder({ 'jitar.json': {} }), { env: {} })).toEqual(defaults);
    });

    it('takes what is written, with the environment in it', async () =>
    {
        const folder = await createFolder({ 'other.json': { source: '.', target: 'out/${STAGE}', build: { ignore: ['**/*.test.ts'] } } });

        expect(await readProjectConfig(folder, { file: 'other.json', env: { STAGE: 'test' } }))
            .toEqual({ ...defaults, source: '.', target: 'out/test', build: { ignore: ['**/*.test.ts'] } });
    });

    it('refuses a named file that does not exist', async () =>
    {
        const failure = await failureOf(readProjectConfig(await createFolder({}), { file: 'other.json', env: {} }));

        expect(failure.code).toBe('FILE_NOT_FOUND');
    });

    it('lists all problems with their place, path and the nearest key', async () =>
    {
        const folder = await createFolder({ 'jitar.json': '{\n  "sources": "src",\n  "target": 3,\n  "build": { "ignore": ["a", 1], "ignored": [] }\n}' });
        const failure = await failureOf(readProjectConfig(folder, { env: {} }));

        expect(failure.code).toBe('INVALID_CONFIGURATION');
        expect(failure.message.split('\n').slice(1)).toEqual([
            '  - jitar.json:3:13 target: must be a text',
            '  - jitar.json:4:30 build.ignore[1]: must be a text',
            '  - jitar.json:4:34 build.ignored: is not a known key; did you mean "ignore"?',
            '  - jitar.json:2:3 sources: is not a known key; did you mean "source"?'
        ]);
    });

    it('names a variable that is not set, once', async () =>
    {
        const failure = await failureOf(readProjectConfig(await createFolder({ 'jitar.json': '{ "source": "${SOURCE}/${SOURCE_2" }' }), { env: {} }));

        expect(failure.message).toContain('jitar.json:1:13 source: needs the environment variable SOURCE, which is not set');
        expect(failure.message).toContain('jitar.json:1:13 source: has a reference that is not of the form ${NAME}');
    });

    it.each([
        ['{ "source": "src", }', 'jitar.json:1:20 is no valid JSON: a key in double quotes must stand here'],
        ['{\n  "source": "src"\n  "target": "dist"\n}', 'jitar.json:3:3 is no valid JSON: a comma must stand here'],
        ['{ // a\n}', 'jitar.json:1:3 is no valid JSON: comments are not allowed'],
        ['', 'jitar.json:1:1 is no valid JSON: a value must stand here'],
        ['['.repeat(100_000), 'jitar.json:1:1 is nested too deeply'],
        ['{ "source": "a", "source": "b" }', 'jitar.json:1:18 source: stands here twice; keep one'],
        ['{ "__proto__": {} }', 'jitar.json:1:3 __proto__: is not allowed as a key'],
        ['[]', 'jitar.json:1:1 must be an object']
    ])('finds the mistake in %j', async (content, expected) =>
    {
        const failure = await failureOf(readProjectConfig(await createFolder({ 'jitar.json': content }), { env: {} }));

        expect(failure.message).toContain(expected);
    });
});
