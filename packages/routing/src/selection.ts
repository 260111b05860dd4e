import type { Balancer } from './balancing.js';
import type { Ejection } from './ejection.js';
import type { Latencies } from './latency.js';
import type { RoutedMember } from './member.js';

/** What a member is chosen by. */
export interface SelectionOptions
{
    readonly balance: Balancer;
    readonly ejection: Ejection;
    /** Calls that a member may have in hand. */
    readonly outstanding: number;
    /** Whether those that are left out get calls when there is nobody else. */
    readonly lastResort: boolean;
}

/** Those among whom is chosen. */
export interface Candidates
{
    /** The members that could take a call. */
    readonly available: readonly RoutedMember[];
    /** Grows by one with each call. */
    turn: number;
    /** How long calls take at them. */
    readonly latencies: Latencies;
}

/** For which call, and when. */
export interface Occasion
{
    readonly at: number;
    /** Whether the call came from outside. */
    readonly outside: boolean;
    /** The members that have failed already. */
    readonly tried?: ReadonlySet<RoutedMember>;
}

/** Chooses members for calls. */
export interface Selection
{
    /** `undefined`: there is none. */
    readonly select: (candidates: Candidates, occasion: Occasion) => RoutedMember | undefined;
    /** Whether a member has as many calls in hand as it may, or as it takes. */
    readonly isFull: (member: RoutedMember, occasion: Occasion) => boolean;
}

export function createSelection({ balance, ejection, outstanding, lastResort }: SelectionOptions): Selection
{
    return { select, isFull };

    function isFull(member: RoutedMember, { at, outside }: Occasion): boolean
    {
        return member.outstanding >= outstanding || (outside && member.room !== undefined && member.outsiders >= member.room.size(at));
    }

    function select(candidates: Candidates, occasion: Occasion): RoutedMember | undefined
    {
        const { at, tried } = occasion;
        const members = admitted(candidates.available, at, tried);

        if (!isFilled(members))
        {
            return undefined;
        }

        const chosen = members.length === 1 ? members[0] : balance(members, candidates.turn++, candidates.latencies.slowness(candidates.turn, at));

        // Most balancers pass by those that have their hands full, so that this is looked into only where it matters.
        return isFull(chosen, occasion) ? members.find(member => !isFull(member, occasion)) : chosen;
    }

    function admitted(available: readonly RoutedMember[], at: number, tried: ReadonlySet<RoutedMember> | undefined): readonly RoutedMember[]
    {
        if (ejection.quiet && tried === undefined)
        {
            return available;
        }

        const untried = tried === undefined ? available : available.filter(member => !tried.has(member));
        const members = untried.filter(member => ejection.admits(member.id, at));

        // When all seem to fail, a call that might is better than one that surely does.
        return members.length === 0 && lastResort ? untried : members;
    }
}

function isFilled<Item>(items: readonly Item[]): items is readonly [Item, ...Item[]]
{
    return items.length > 0;
}
