import { describe, expect, it } from 'vitest';

import { isSafePath, modulePath, remoteModulePath, segmentBundlePath, segmentModulePath } from './index.js';

describe('paths of a built application', () =>
{
    it('are made from the source path', () =>
    {
        expect(segmentModulePath('reporting/getMonthReport.ts', 'reporting')).toBe('reporting/getMonthReport.reporting.js');
        expect(remoteModulePath('sales/getMonthData.ts')).toBe('sales/getMonthData.remote.js');
        expect(modulePath('utils/createPDF.ts')).toBe('utils/createPDF.js');
        expect(segmentBundlePath('social.bff')).toBe('social.bff.segment.js');
    });

    it.each(['a.ts', 'a.tsx', 'a.mts', 'a.js', 'a.jsx', 'a.mjs'])('take the extension of %s off', source =>
    {
        expect(modulePath(source)).toBe('a.js');
    });

    it('keep other dots', () =>
    {
        expect(modulePath('v1.2/a.service.ts')).toBe('v1.2/a.service.js');
    });
});

describe('isSafePath', () =>
{
    it.each(['a', 'a/b.js', '.hidden/a', 'a..b/c', 'größe.js'])('accepts %s', path =>
    {
        expect(isSafePath(path)).toBe(true);
    });

    it.each(['', '/a', '../a', 'a/../b', 'a/..', './a', 'a//b', 'a/', 'a\\b', 'C:/a', 'a\u0000b', 'a\nb'])('refuses %j', path =>
    {
        expect(isSafePath(path)).toBe(false);
    });
});
