import { createError } from '@jitar/errors';
import type { Invocation, Invoker, Outcome, RetryStatus } from '@jitar/protocol';

import { createDispatch } from './dispatch.js';
import type { DispatchOptions, Target } from './dispatch.js';
import { createLatencies } from './latency.js';
import { statusOf } from './member.js';
import type { MemberStatus, RoutedMember } from './member.js';
import { endlessRoom } from './room.js';

/** A place that can run any call, such as a gateway. */
export interface Place
{
    /** Unique among the places. */
    readonly id: string;
    readonly invoker: Invoker;
}

/** Runs calls at the first of several places that is there. */
export interface Failover extends Invoker
{
    /** Adds a place behind those that there are, or replaces the one of its id. */
    add(place: Place): void;
    /** Removes a place. Does nothing for an unknown one. */
    remove(id: string): void;
    /** Says whether a place gives signs of life. Does nothing for an unknown one. */
    update(id: string, change: { readonly responsive: boolean }): void;
    /** The places, in order. */
    places(): MemberStatus[];
    /** How many calls were tried again in the last ten seconds, and how many may be. */
    retries(): RetryStatus;
    /**
     * Runs a call at the first place, and at another one when it surely did not start there. A place that fails is
     * left out for a while.
     *
     * @throws `NO_NODE_FOR_PROCEDURE` where there is no place at all, and whatever the call fails with.
     */
    invoke(invocation: Invocation): Promise<Outcome>;
}

/**
 * Creates a failover without a place. A call that has no deadline gets none, unless `timeout` says so: the places
 * know better how long it may take.
 *
 * @example
 * ```ts
 * const gateways = createFailover();
 * gateways.add({ id: 'gateway-1', invoker: link });
 * ```
 */
export function createFailover(options: Omit<DispatchOptions, 'fallback'> = {}): Failover
{
    const places = new Map<string, RoutedMember>();
    const { ejection, run, retries } = createDispatch(([first]) => first, places, { timeout: 0, outstanding: Infinity, ...options });

    let available: readonly RoutedMember[] = [];

    const target: Target = { get available() { return available; }, turn: 0, latencies: createLatencies(member => [...places.values()].some(place => place === member)), retries: undefined, idempotent: false, timeoutOf: () => undefined };

    return { add, remove, update, places: () => [...places.values()].map(place => statusOf(place, ejection)), retries, invoke };

    function add({ id, invoker }: Place): void
    {
        const known = places.get(id);

        places.set(id, known === undefined
            ? { id, invoker, procedures: [], healthy: true, responsive: true, draining: false, outstanding: 0, outsiders: 0, room: endlessRoom }
            : Object.assign(known, { invoker, responsive: true }));
        renew(id);
    }

    function remove(id: string): void
    {
        const place = places.get(id);

        places.delete(id);
        renew(id);

        if (place !== undefined)
        {
            target.latencies.forget(place);
        }
    }

    function update(id: string, { responsive }: { readonly responsive: boolean }): void
    {
        const place = places.get(id);

        if (place !== undefined)
        {
            place.responsive = responsive;
            renew(id);
        }
    }

    function renew(id: string): void
    {
        const all = [...places.values()];
        const responsive = all.filter(place => place.responsive);

        ejection.forget(id);
        available = responsive.length > 0 ? responsive : all;
    }

    function invoke(invocation: Invocation): Promise<Outcome>
    {
        return places.size === 0
            ? Promise.reject(createError('NO_NODE_FOR_PROCEDURE', { fqn: invocation.fqn, version: invocation.version }))
            : run(invocation, target);
    }
}
