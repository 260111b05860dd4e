import { createError } from '@jitar/errors';
import { normalizeVersion } from '@jitar/protocol';
import type { EncodedPayload, Invocation, Invoker, Outcome, ProcedureDescription, RemoteReference, RetryStatus } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';

import { createBalancer } from './balancing.js';
import type { Balancer, BalancingName } from './balancing.js';
import { createDispatch } from './dispatch.js';
import type { DispatchOptions, Target } from './dispatch.js';
import { statusOf } from './member.js';
import type { Member, MemberChange, MemberStatus, RoutedMember } from './member.js';
import { createProcedureIndex } from './procedure-index.js';
import { resolveVersion } from './resolution.js';

/** How a router works. */
export interface RouterOptions extends DispatchOptions
{
    /** How members that serve the same are chosen; default `least-outstanding`. */
    readonly balancing?: BalancingName | Balancer;
}

/** Runs calls at the members that serve them. */
export interface Router extends Invoker
{
    /** Adds a member, or replaces the one of its id. */
    add(member: Member): void;
    /**
     * Removes a member: at once, there is no new call for it. What only it served is missed until somebody serves it again,
     * unless the member was `draining`: no other version runs in its place. Does nothing for an unknown one.
     */
    remove(id: string): void;
    /** Changes the state of a member. Does nothing for an unknown one. */
    update(id: string, change: MemberChange): void;
    /** Whether any member serves this version, in whatever state it is. */
    serves(procedure: RemoteReference): boolean;
    members(): MemberStatus[];
    /** How many calls were tried again in the last ten seconds, and how many may be. */
    retries(): RetryStatus;
    /** What anyone serves: each version once. */
    procedures(): ProcedureDescription[];
    /**
     * Runs a call at one of the members that serve it. It is tried once more, at another one and a moment later, when
     * it surely did not start, or when nobody knows and the procedure is idempotent; while there are not too many such.
     *
     * @throws `PROCEDURE_NOT_FOUND` for an unknown procedure, or one that the caller may not know;
     * `NO_NODE_FOR_PROCEDURE` where an exact version is required that nobody serves, or all are leaving;
     * `OVERLOADED` where all have as many calls in hand as they may; `TRUST_REQUIRED`, `VERSION_REQUIRED`,
     * `INVALID_VERSION`, `DEADLINE_EXCEEDED`, and whatever the call fails with.
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
    const { balancing = 'least-outstanding', random = Math.random } = options;
    const balance = typeof balancing === 'function' ? balancing : createBalancer(balancing, random);
    const index = createProcedureIndex();
    const members = new Map<string, RoutedMember>();
    const { ejection, run, retries } = createDispatch(balance, members, options);
    // What a node answers to a dry run.
    const nothing: EncodedPayload = { form: 'tagged', text: createCodec().encode(undefined) };

    return {
        add,
        remove,
        update,
        serves: ({ fqn, version }) => index.find(fqn).some(served => !served.deserted && served.version === normalizeVersion(version)),
        members: () => [...members.values()].map(member => statusOf(member, ejection)),
        procedures: () => index.list(),
        retries,
        invoke
    };

    function add({ id, invoker, procedures, healthy = true }: Member): void
    {
        const known = members.get(id);
        const fresh = { invoker, procedures, healthy, responsive: true, draining: false };

        if (known !== undefined)
        {
            index.remove(known, false);
        }

        // The calls that it has in hand stay counted.
        const member = known === undefined ? { id, outstanding: 0, outsiders: 0, room: undefined, ...fresh } : Object.assign(known, fresh);

        members.set(id, member);
        index.add(member);
        ejection.forget(id);
    }

    function remove(id: string): void
    {
        const member = members.get(id);

        if (member !== undefined)
        {
            members.delete(id);
            index.remove(member, !member.draining);
            ejection.forget(id);
        }
    }

    function update(id: string, change: MemberChange): void
    {
        const member = members.get(id);

        if (member !== undefined)
        {
            // A sign of life outweighs that calls failed while there was none.
            if (change.responsive === true)
            {
                ejection.forget(id);
            }

            Object.assign(member, change);
            index.refresh(member);
        }
    }

    function invoke(invocation: Invocation): Promise<Outcome>
    {
        try
        {
            const served = resolveVersion(invocation, index);

            return invocation.dryRun === true ? Promise.resolve(answerDryRun(invocation, served)) : run(invocation, served);
        }
        catch (error)
        {
            // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an error that was thrown
            return Promise.reject(error);
        }
    }

    function answerDryRun({ fqn, version, args }: Invocation, served: Target): Outcome
    {
        if (served.available.length === 0)
        {
            throw createError('NO_NODE_FOR_PROCEDURE', { fqn, version });
        }

        return { result: args.form === 'live' ? { form: 'live', value: undefined } : nothing, headers: {} };
    }
}
