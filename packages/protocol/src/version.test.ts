import { hasCode } from '@jitar/errors';
import { describe, expect, it } from 'vitest';

import { parseVersion, selectVersion } from './index.js';

describe('parseVersion', () =>
{
    it('fills missing parts with 0', () =>
    {
        expect(parseVersion('2')).toEqual([2, 0, 0]);
        expect(parseVersion('2.1')).toEqual([2, 1, 0]);
        expect(parseVersion('2.1.3')).toEqual([2, 1, 3]);
    });

    it.each(['', 'v1', '1.', '01.0.0', '1.2.3.4', '-1', '1e3', '99999999999', ' 1'])('refuses %j', text =>
    {
        expect(() => parseVersion(text)).toThrow(`Invalid version number "${text}".`);
    });
});

describe('selectVersion', () =>
{
    const select = (versions: string[], version?: string, match: 'exact' | 'compatible' = 'compatible'): string | undefined =>
        selectVersion({ fqn: 'sales/recordOrder', match, ...(version === undefined ? {} : { version }) }, versions);

    it('runs the highest version that is not above the requested one', () =>
    {
        expect(select(['1.0.0', '2.0.0', '2.1.0', '3.0.0'], '2.9')).toBe('2.1.0');
        expect(select(['9.0.0', '10.0.0'], '10')).toBe('10.0.0');
        expect(select(['2.0.0'], '1.9.9')).toBeUndefined();
    });

    it('gives stubs their exact version or none', () =>
    {
        expect(select(['1.0.0', '2.0.0'], '2.0.0', 'exact')).toBe('2.0.0');
        expect(select(['1.0.0'], '2.0.0', 'exact')).toBeUndefined();
    });

    it('takes 0.0.0 where none is requested, or the only version there is', () =>
    {
        expect(select(['0.0.0', '1.0.0'])).toBe('0.0.0');
        expect(select(['3.0.0', '3.0.0'])).toBe('3.0.0');
        expect(select([])).toBeUndefined();
    });

    it('asks for a version where several could be meant', () =>
    {
        expect(() => select(['2.0.0', '1.0.0'])).toThrow(expect.toSatisfy((error: unknown) => hasCode(error, 'VERSION_REQUIRED') && error.message.includes('1.0.0, 2.0.0')));
    });
});
