import { createError } from '@jitar/errors';
import { RemoteFailure, isRemoteFailure, limits } from '@jitar/protocol';
import type { EncodedPayload, Invocation, Invoker, Outcome, ProcedureDescription } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';

import { createBalancer } from './balancing.js';
import type { Balancer, BalancingName } from './balancing.js';
import type { Member, MemberChange, MemberStatus, RoutedMember } from './member.js';
import { createProcedureIndex } from './procedure-index.js';
import type { ServedVersion } from './procedure-index.js';
import { resolveVersion } from './resolution.js';

/** How a router works. */
export interface RouterOptions
{
    /** How members that serve the same are chosen; default `least-outstanding`. */
    readonly balancing?: BalancingName | Balancer;
    /** Milliseconds until a call must have ended whose procedure declares nothing; 0: never; default 15 seconds. */
    readonly timeout?: number;
    /** Hears where each call goes, before it goes there. */
    readonly onRoute?: (invocation: Invocation, member: MemberStatus) => void;
    /** Milliseconds on the clock of deadlines; default `performance.now`. */
    readonly now?: () => number;
    /** A number from 0 to below 1; default `Math.random`. */
    readonly random?: () => number;
}

/** Runs calls at the members that serve them. */
export interface Router extends Invoker
{
    /** Adds a member, or replaces the one of its id. */
    add(member: Member): void;
    /** Removes a member: at once, there is no new call for it. Does nothing for an unknown one. */
    remove(id: string): void;
    /** Changes the state of a member. Does nothing for an unknown one. */
    update(id: string, change: MemberChange): void;
    members(): MemberStatus[];
    /** What anyone serves: each version once. */
    procedures(): ProcedureDescription[];
    /**
     * Runs a call at one of the members that serve it, and once more at another one when it surely did not start.
     *
     * @throws `PROCEDURE_NOT_FOUND` for an unknown procedure, or one that the caller may not know;
     * `NO_NODE_FOR_PROCEDURE` where an exact version is required that nobody serves, or all are leaving;
     * `TRUST_REQUIRED`, `VERSION_REQUIRED`, `INVALID_VERSION`, and whatever the call fails with.
     */
    invoke(invocation: Invocation): Promise<Outcome>;
}

/**
 * Creates a router.
 *
 * @example
 * ```ts
 * const router = createRouter();
 * router.add({ id: 'sales-1', invoker: link, procedures: registration.procedures });
 * ```
 */
export function createRouter(options: RouterOptions = {}): Router
{
    const { balancing = 'least-outstanding', timeout = limits.timeout, onRoute, now = () => performance.now(), random = Math.random } = options;
    const balance = typeof balancing === 'function' ? balancing : createBalancer(balancing, random);
    const index = createProcedureIndex();
    const members = new Map<string, RoutedMember>();
    // What a node answers to a dry run.
    const nothing: EncodedPayload = { form: 'tagged', text: createCodec().encode(undefined) };

    return {
        add,
        remove,
        update,
        members: () => [...members.values()].map(statusOf),
        procedures: () => index.list(),
        invoke
    };

    function add({ id, invoker, procedures, healthy = true }: Member): void
    {
        const known = members.get(id);
        const fresh = { invoker, procedures, healthy, responsive: true, draining: false };

        if (known !== undefined)
        {
            index.remove(known);
        }

        // The calls that it has in hand stay counted.
        const member = known === undefined ? { id, outstanding: 0, ...fresh } : Object.assign(known, fresh);

        members.set(id, member);
        index.add(member);
    }

    function remove(id: string): void
    {
        const member = members.get(id);

        if (member !== undefined)
        {
            members.delete(id);
            index.remove(member);
        }
    }

    function update(id: string, change: MemberChange): void
    {
        const member = members.get(id);

        if (member !== undefined)
        {
            Object.assign(member, change);
            index.refresh(member);
        }
    }

    async function invoke(invocation: Invocation): Promise<Outcome>
    {
        const served = resolveVersion(invocation, index);
        const member = choose(served.available(), served, invocation);

        if (invocation.dryRun === true)
        {
            return { result: invocation.args.form === 'live' ? { form: 'live', value: undefined } : nothing, headers: {} };
        }

        try
        {
            return await run(member, served, invocation);
        }
        catch (error)
        {
            const others = mayRunElsewhere(error, invocation) ? served.available().filter(other => other !== member) : [];

            if (others.length === 0)
            {
                throw error;
            }

            return finish(run(choose(others, served, invocation), served, invocation));
        }
    }

    function choose(available: readonly RoutedMember[], served: ServedVersion, { fqn, version }: Invocation): RoutedMember
    {
        if (!isFilled(available))
        {
            throw createError('NO_NODE_FOR_PROCEDURE', { fqn, version });
        }

        return available.length === 1 ? available[0] : balance(available, served.turn++);
    }

    async function run(member: RoutedMember, served: ServedVersion, invocation: Invocation): Promise<Outcome>
    {
        member.outstanding++;

        try
        {
            onRoute?.(invocation, statusOf(member));

            return await member.invoker.invoke(withDeadline(invocation, served.timeoutOf(member) ?? defaultOf(invocation)));
        }
        finally
        {
            member.outstanding--;
        }
    }

    /** The default holds where a call enters; a nested one has what remains, as it has within one process. */
    function defaultOf({ caller, deadline }: Invocation): number
    {
        return caller.kind === 'member' && deadline !== undefined ? 0 : timeout;
    }

    function withDeadline(invocation: Invocation, milliseconds: number): Invocation
    {
        if (milliseconds === 0)
        {
            return invocation;
        }

        return { ...invocation, deadline: Math.min(invocation.deadline ?? Infinity, now() + milliseconds) };
    }

    function mayRunElsewhere(error: unknown, { deadline, signal }: Invocation): boolean
    {
        return isRemoteFailure(error) && error.envelope.unstarted
            && signal?.aborted !== true
            && (deadline === undefined || deadline > now());
    }
}

/** What fails after a retry is final: a hop further out must not try again, or attempts would multiply. */
async function finish(retried: Promise<Outcome>): Promise<Outcome>
{
    try
    {
        return await retried;
    }
    catch (error)
    {
        throw isRemoteFailure(error) ? new RemoteFailure({ ...error.envelope, unstarted: false }) : error;
    }
}

function isFilled<Item>(items: readonly Item[]): items is readonly [Item, ...Item[]]
{
    return items.length > 0;
}

function statusOf({ id, healthy, responsive, draining, outstanding, procedures }: RoutedMember): MemberStatus
{
    return { id, healthy, responsive, draining, outstanding, procedures };
}
