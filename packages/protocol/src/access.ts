import type { Caller } from './invocation.js';
import type { Access } from './segment.js';

/** What a caller gets to know of a procedure: nothing (`hidden`), that it needs trust (`refused`), or everything. */
export type AccessDecision = 'granted' | 'refused' | 'hidden';

/** Decides whether a caller of another segment or from outside may run a procedure. */
export function decideAccess(access: Access, caller: Caller): AccessDecision
{
    if (access === 'private')
    {
        return 'hidden';
    }

    const trusted = caller.kind === 'member' || caller.trusted;

    return access === 'public' || trusted ? 'granted' : 'refused';
}
