import { createError } from '@jitar/errors';
import { decideAccess, selectVersion } from '@jitar/protocol';
import type { Invocation } from '@jitar/protocol';

import type { ProcedureIndex } from './procedure-index.js';
import type { ServedVersion } from './served-version.js';

/**
 * Finds the version of a procedure that a call runs, among all that are registered, or missed, and its caller may access.
 *
 * @throws `PROCEDURE_NOT_FOUND` or, for an exact version, `NO_NODE_FOR_PROCEDURE`; `TRUST_REQUIRED`, `VERSION_REQUIRED`,
 * `INVALID_VERSION`.
 */
export function resolveVersion(invocation: Invocation, index: ProcedureIndex): ServedVersion
{
    const { fqn, caller } = invocation;
    const only = index.findOnly(fqn);

    if (only !== undefined && isWanted(only, invocation) && decideAccess(only.access, caller) === 'granted')
    {
        return only;
    }

    const granted: ServedVersion[] = [];
    const refused: ServedVersion[] = [];

    for (const candidate of index.find(fqn))
    {
        const decision = decideAccess(candidate.access, caller);

        if (decision !== 'hidden')
        {
            (decision === 'granted' ? granted : refused).push(candidate);
        }
    }

    const chosen = select(invocation, granted);

    if (chosen !== undefined)
    {
        return chosen;
    }

    if (refused.length > 0 && (granted.length === 0 || select(invocation, refused) !== undefined))
    {
        throw createError('TRUST_REQUIRED', { fqn });
    }

    throw invocation.match === 'exact'
        ? createError('NO_NODE_FOR_PROCEDURE', { fqn, version: invocation.version })
        : createError('PROCEDURE_NOT_FOUND', { fqn, version: granted.length > 0 ? invocation.version : undefined });
}

/** Tells of the only version whether it is the one that is asked for; also says no where that takes a closer look. */
function isWanted(only: ServedVersion, { version, match }: Invocation): boolean
{
    return version === undefined ? match === 'compatible' : version === only.version;
}

function select(invocation: Invocation, candidates: readonly ServedVersion[]): ServedVersion | undefined
{
    const version = selectVersion(invocation, candidates.map(candidate => candidate.version));

    return candidates.find(candidate => candidate.version === version);
}
