import { describe, expect, it } from 'vitest';

import { isIdentifier, qualifiedName } from './naming.js';

describe('qualifiedName', () =>
{
    it.each([
        [{ path: 'sales/getMonthData.ts', exported: 'default', name: 'getMonthData' }, 'sales/getMonthData'],
        [{ path: 'sales/data.ts', exported: 'default', name: 'getMonthData' }, 'sales/getMonthData'],
        [{ path: 'sales/getMonthData.ts', exported: 'default' }, 'sales/getMonthData'],
        [{ path: 'domain/greetings.ts', exported: 'sayHello' }, 'domain/sayHello'],
        [{ path: 'domain/greetings.ts', exported: 'sayHello', name: 'hello' }, 'domain/sayHello'],
        [{ path: 'domain/greetings.ts', exported: 'sayHello', as: 'greet' }, 'domain/greet'],
        [{ path: 'domain/index.ts', exported: 'default', name: 'sayHello' }, 'domain'],
        [{ path: 'domain/index.ts', exported: 'default', as: 'greet' }, 'domain/greet'],
        [{ path: 'domain/index.ts', exported: 'sayHello' }, 'domain/sayHello'],
        [{ path: 'server.ts', exported: 'storePerson' }, 'storePerson'],
        [{ path: 'server.ts', exported: 'default' }, 'server'],
        [{ path: 'index.ts', exported: 'default', name: 'start' }, 'start'],
        [{ path: 'v1.2/a.service.ts', exported: 'default' }, 'v1.2/a.service']
    ])('of %j is %s', (component, fqn) =>
    {
        expect(qualifiedName(component)).toBe(fqn);
    });
});

describe('isIdentifier', () =>
{
    it('refuses keywords, and what is no name', () =>
    {
        expect(['a', '$a', '_', 'größe', 'of'].every(isIdentifier)).toBe(true);
        expect(['', '1a', 'a-b', 'delete', 'await', 'eval', 'a b', 'let'].some(isIdentifier)).toBe(false);
    });
});
