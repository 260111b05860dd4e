import { VISITOR_KEYS } from '@babel/types';
import { describe, expect, it } from 'vitest';

import { visitorKeys } from './visitor-keys.js';

describe('visitorKeys', () =>
{
    it('are those of Babel', () =>
    {
        expect(visitorKeys).toEqual(Object.fromEntries(Object.keys(visitorKeys).map(type => [type, VISITOR_KEYS[type]])));
    });

    it('have all nodes of TypeScript and JSX', () =>
    {
        const missing = Object.keys(VISITOR_KEYS).filter(type => /^(?:TS|JSX)/.test(type) && visitorKeys[type] === undefined);

        expect(missing).toEqual([]);
    });
});
