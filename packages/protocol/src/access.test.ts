import { describe, expect, it } from 'vitest';

import { decideAccess } from './index.js';
import type { Access, AccessDecision, Caller } from './index.js';

const anyone: Caller = { kind: 'outside', trusted: false };
const trusted: Caller = { kind: 'outside', trusted: true };
const member: Caller = { kind: 'member', id: 'node-1' };

describe('decideAccess', () =>
{
    it.each<[Access, Caller, AccessDecision]>([
        ['public', anyone, 'granted'], ['public', trusted, 'granted'], ['public', member, 'granted'],
        ['protected', anyone, 'refused'], ['protected', trusted, 'granted'], ['protected', member, 'granted'],
        ['private', anyone, 'hidden'], ['private', trusted, 'hidden'], ['private', member, 'hidden']
    ])('%s, called by %j: %s', (access, caller, decision) =>
    {
        expect(decideAccess(access, caller)).toBe(decision);
    });
});
