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
    available(): readonly RoutedMember[];
    /** Grows by one with each call. */
    turn: number;
    /** How long calls take at them. */
    readonly latencies: Latencies;
}

/** Chooses a member for a call; `undefined`: there is none. */
export type Select = (candidates: Candidates, at: number, tried?: ReadonlySet<RoutedMember>) => RoutedMember | undefined;

export function createSelection({ balance, ejection, outstanding, lastResort }: SelectionOptions): Select
{
    return function select(candidates, at, tried)
    {
        const members = admitted(candidates.available(), at, tried);

        if (!isFilled(members))
        {
            return undefined;
        }

        const chosen = members.length === 1 ? members[0] : balance(members, candidates.turn++, candidates.latencies.slowness(candidates.turn, at));

        // Most balancers pass by those that have their hands full, so that this is looked into only where it matters.
        return chosen.outstanding < outstanding ? chosen : members.find(member => member.outstanding < outstanding);
    };

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
