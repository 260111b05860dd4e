import { describe, expect, it } from 'vitest';

import { createApplication } from '../test/built-application.js';
import { findRequirements } from './required-files.js';

describe('what a node needs', () =>
{
    it('is the files of its segments, and of no other', () =>
    {
        const { manifest } = createApplication();

        expect([...findRequirements(manifest, ['sales'], []).files.keys()].sort()).toEqual(['sales.segment.js', 'sales/orders.sales.js', 'utils/journal.js']);
    });

    it('is what its service modules import too, with the classes of the outer view', () =>
    {
        const { manifest } = createApplication();
        const files = [...findRequirements(manifest, [], ['./database', 'guards/count.ts', 'guards/alive.js']).files.keys()];

        expect(files.sort()).toEqual(['database.js', 'guards/alive.js', 'guards/count.js', 'jitar.classes.js', 'utils/journal.js']);
    });

    it('is the classes of the outer view too, where a resource of a segment calls procedures', () =>
    {
        const needs = (imports: readonly string[], segment: string): readonly string[] =>
        {
            const { manifest } = createApplication({ resource: { path: 'store.js', code: '', imports } });

            return [...findRequirements(manifest, [segment], []).files.keys()];
        };

        expect(needs(['sales/orders.remote.js'], 'reporting')).toContain('jitar.classes.js');
        expect(needs(['utils/journal.js'], 'reporting')).not.toContain('jitar.classes.js');
        expect(needs(['sales/orders.remote.js'], 'sales')).not.toContain('jitar.classes.js');
    });

    it('is the packages of both', () =>
    {
        const { manifest } = createApplication({ packages: { 'pdf-lib': '^1.17.0' }, outerPackages: { 'database.js': ['sqlite'], 'guards/count.js': ['logger'], 'jitar.classes.js': ['optional'] } });

        expect([...findRequirements(manifest, ['sales'], ['database']).packages]).toEqual([['pdf-lib', '^1.17.0'], ['sqlite', '^1.0.0']]);
    });

    it('must be there', () =>
    {
        const { manifest } = createApplication();

        expect(() => findRequirements(manifest, ['stock'], [])).toThrow('The build has no segment "stock" (it has sales, reporting).');
        expect(() => findRequirements(manifest, ['constructor'], [])).toThrow('no segment "constructor"');
        expect(() => findRequirements(manifest, ['sales'], ['missing'])).toThrow('The module "missing" is not in the built application.');
        expect(() => findRequirements(manifest, ['sales'], ['../../etc/passwd'])).toThrow('is not in the built application');
    });
});
