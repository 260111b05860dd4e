import type { Invoker, ProcedureDescription } from '@jitar/protocol';

import type { Ejection } from './ejection.js';
import type { Room } from './room.js';

/** A member of a cluster, as a router is told of it. */
export interface Member
{
    /** Unique among the members of a router. */
    readonly id: string;
    /** Runs calls there. */
    readonly invoker: Invoker;
    /** What it serves. */
    readonly procedures: readonly ProcedureDescription[];
    /** Whether its own checks passed; default `true`. */
    readonly healthy?: boolean;
}

/** What may change of a member while it is registered. */
export interface MemberChange
{
    readonly healthy?: boolean;
    /** Whether it gives signs of life. */
    readonly responsive?: boolean;
    /** Whether it is about to leave: it gets no new calls, whatever happens. */
    readonly draining?: boolean;
}

/** A member, as a router sees it. */
export interface MemberStatus extends Required<MemberChange>
{
    readonly id: string;
    /** Whether it is left out because it fails. */
    readonly ejected: boolean;
    /** Until when it is, on the clock of deadlines; then a single call shows whether it answers. Absent: it is not left out. */
    readonly ejectedUntil?: number;
    /** The calls that it was given and has not answered. */
    readonly outstanding: number;
    readonly procedures: readonly ProcedureDescription[];
}

/** A member with what the router keeps of it. */
export interface RoutedMember
{
    readonly id: string;
    invoker: Invoker;
    procedures: readonly ProcedureDescription[];
    healthy: boolean;
    responsive: boolean;
    draining: boolean;
    outstanding: number;
    /** Of those the ones that came from outside: others are parts of calls that run already. */
    outsiders: number;
    /** How many of them it takes; absent: it has refused none. */
    room: Room | undefined;
}

export function statusOf({ id, healthy, responsive, draining, outstanding, procedures }: RoutedMember, ejection: Ejection): MemberStatus
{
    const ejectedUntil = ejection.probeAt(id);

    return { id, healthy, responsive, draining, ejected: ejectedUntil !== undefined, outstanding, procedures, ...ejectedUntil !== undefined && { ejectedUntil } };
}
