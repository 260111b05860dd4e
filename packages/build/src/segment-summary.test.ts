import type { PlannedClass, PlannedSegment } from '@jitar/segmentation';
import { describe, expect, it } from 'vitest';

import { describeSegment, summarizeSegment } from './segment-summary.js';

describe('describeSegment', () =>
{
    it('tells how much a segment holds', () =>
    {
        expect(describeSegment({ name: 'reporting', modules: 2, procedures: 2, classes: 0 })).toBe('Built reporting segment (2 modules, 2 procedures, 0 classes)');
    });
});

describe('summarizeSegment', () =>
{
    it('counts the classes of its own modules only', () =>
    {
        const shape = { parameters: [], fields: [], accessors: [], getters: [], exported: 'default', packages: [] };
        const classes: PlannedClass[] = [
            { ...shape, key: 'sales/Order', source: 'sales/Order.ts', path: 'sales/Order.sales.js' },
            { ...shape, key: 'shared/Money', source: 'shared/Money.ts', path: 'shared/Money.js' }
        ];
        const segment: PlannedSegment = { name: 'sales', modules: ['sales/Order.ts', 'sales/store.ts'], procedures: [], classes, calls: [] };

        expect(summarizeSegment(segment)).toEqual({ name: 'sales', modules: 2, procedures: 0, classes: 1 });
    });
});
