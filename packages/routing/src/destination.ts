import type { CallFigures, DestinationStatus } from '@jitar/protocol';

import type { MemberStatus } from './member.js';

/** What is known of a destination beside what its router knows. */
export interface DestinationDetails
{
    /** Milliseconds on the clock of the router. */
    readonly now: number;
    readonly calls: CallFigures | undefined;
}

/** Describes a member of a router as a status tells of it. */
export function describeDestination(member: MemberStatus, { now, calls }: DestinationDetails): DestinationStatus
{
    const { id, outstanding, procedures, ejectedUntil } = member;

    return {
        id,
        state: stateOf(member),
        ...ejectedUntil !== undefined && { ejectedFor: Math.max(0, Math.round(ejectedUntil - now)) },
        outstanding,
        procedures: procedures.map(({ fqn, version }) => ({ fqn, version })),
        ...calls !== undefined && { calls }
    };
}

/** What keeps calls away for sure comes first. */
function stateOf({ draining, ejected, responsive, healthy }: MemberStatus): DestinationStatus['state']
{
    if (draining)
    {
        return 'draining';
    }

    if (ejected)
    {
        return 'ejected';
    }

    if (!responsive)
    {
        return 'silent';
    }

    return healthy ? 'healthy' : 'unhealthy';
}
