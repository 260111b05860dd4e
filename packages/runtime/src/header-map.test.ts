import { describe, expect, it } from 'vitest';

import { HeaderMap } from './header-map.js';

describe('headers', () =>
{
    it('are found in whatever case', () =>
    {
        const headers = new HeaderMap({ 'X-User': 'jane' });

        expect([...headers]).toEqual([['x-user', 'jane']]);
        expect(headers.get('x-USER')).toBe('jane');
        expect(headers.has('X-User')).toBe(true);
        expect(headers.delete('X-User')).toBe(true);
    });

    it.each<[string, unknown]>([
        ['x-user', undefined],
        ['x-user', 7],
        ['x-user', 'jane\r\nset-cookie: a=b'],
        ['x-user', 'jane\0'],
        ['x user', 'jane'],
        ['x-user:', 'jane'],
        ['', 'jane']
    ])('do not take %j with %j, which could not travel', (name, value) =>
    {
        const headers = new HeaderMap();

        expect(() => headers.set(name, value as string)).toThrow(expect.objectContaining({ code: 'INVALID_HEADER', status: 500 }) as Error);
        expect(headers.size).toBe(0);
    });

    it('keeps of a value what would arrive of it', () =>
    {
        const headers = new HeaderMap({ 'X-List': '1, ' });

        headers.set('x-text', ' \ta  b\t');

        expect([headers.get('x-list'), headers.get('x-text')]).toEqual(['1,', 'a  b']);
        expect(new Headers([...headers]).get('x-list')).toBe('1,');
    });
});
