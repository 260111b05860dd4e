import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { Invocation, Invoker, Outcome, RetryStatus } from '@jitar/protocol';

import { begin } from './accompany.js';
import type { Balancer } from './balancing.js';
import { createEjection } from './ejection.js';
import type { Ejection, EjectionRules } from './ejection.js';
import { isOverload, isRefused, isRepeatable, judge, toFinal, unstarted } from './failure.js';
import { statusOf } from './member.js';
import type { MemberStatus, RoutedMember } from './member.js';
import { createRetryBudget } from './retry-budget.js';
import type { RetryAccount, RetryBudgetOptions } from './retry-budget.js';
import { createRoom } from './room.js';
import { createSelection } from './selection.js';
import type { Candidates, Occasion } from './selection.js';
import { pause, startTimer } from './timer.js';
import type { Timer } from './timer.js';

/** When a call that failed is tried once more. */
export interface RetryOptions extends RetryBudgetOptions
{
    /** Milliseconds before that: at random between these, so that those who failed together part; default 25 and 250. */
    readonly pause?: readonly [least: number, most: number];
}

/**
 * The most members that a call looks for in vain when it has somewhere else to go. Each may take a while, and whoever tells of
 * members may tell of any number that are not there.
 */
const mostSought = 16;

/** How calls are given to members. */
export interface DispatchOptions
{
    /** Milliseconds until a call must have ended whose procedure declares nothing; 0: never; default 15 seconds. */
    readonly timeout?: number;
    /** Milliseconds that calls are given by others, of which something is learnt when they pass; default: no fewer than calls may take here. */
    readonly telling?: number;
    /** Calls that a member may have in hand; when all have so many, a call fails with `OVERLOADED`; default 2048. */
    readonly outstanding?: number;
    readonly retry?: RetryOptions;
    readonly ejection?: EjectionRules;
    /** Runs the calls that no member can be reached for. */
    readonly fallback?: Invoker;
    /** Hears where each call goes, before it goes there. */
    readonly onRoute?: (invocation: Invocation, member: MemberStatus) => void;
    /** Hears that a member is left out because it fails, for how many milliseconds. */
    readonly onEject?: (id: string, milliseconds: number) => void;
    /** Milliseconds on the clock of deadlines; default `performance.now`. */
    readonly now?: () => number;
    /** Default: the timer of the host. */
    readonly after?: Timer;
    /** A number from 0 to below 1; default `Math.random`. */
    readonly random?: () => number;
}

/** What a call needs. */
export interface Target extends Candidates
{
    /** Whether running it twice does the same as running it once. */
    readonly idempotent: boolean;
    /** What its calls pay for; opened with the first of them. */
    retries: RetryAccount | undefined;
    /** Milliseconds that it may take at a member; `undefined`: nothing is declared. */
    timeoutOf(member: RoutedMember): number | undefined;
}

/** Gives calls to members: chooses one, and another one when that may be. */
export interface Dispatch
{
    readonly ejection: Ejection;
    readonly run: (invocation: Invocation, target: Target) => Promise<Outcome>;
    /** How many calls were tried again lately, and how many may be. */
    readonly retries: () => RetryStatus;
}

/** @param members - All that there are now, by id. */
export function createDispatch(balance: Balancer, members: ReadonlyMap<string, RoutedMember>, options: DispatchOptions): Dispatch
{
    const { timeout = limits.timeout, telling, outstanding = limits.inFlight + limits.queue, fallback, onRoute, onEject, random = Math.random } = options;
    const { now = () => performance.now(), after = startTimer, retry = {} } = options;
    const [least, most] = retry.pause ?? [25, 250];
    const budget = createRetryBudget(retry);
    // Whoever has somewhere else to go can do without all of them.
    const ejection = createEjection({ ...options.ejection, onEject, atMost: () => fallback === undefined ? Math.floor(members.size / 2) : members.size });

    const { select, isFull } = createSelection({ balance, ejection, outstanding, lastResort: fallback === undefined });

    return { ejection, run, retries: () => budget.status(now()) };

    function run(invocation: Invocation, target: Target): Promise<Outcome>
    {
        const at = now();
        const member = select(target, occasionOf(invocation, at));

        (target.retries ??= budget.open()).called(at);

        if (member === undefined)
        {
            return giveUp(invocation, target, at);
        }

        const call = withDeadline(invocation, at, target.timeoutOf(member));

        return attempt(call, member, { target, at }).catch((error: unknown) => recover(error, call, target, new Set([member])));
    }

    /** @param at - When no member was found: a moment later one may have room. */
    function giveUp(invocation: Invocation, target: Target, at: number): Promise<Outcome>
    {
        const occasion = occasionOf(invocation, at);

        if (target.available.some(member => isFull(member, occasion)))
        {
            return Promise.reject(unstarted(createError('OVERLOADED', { limit: outstanding })));
        }

        return fallback === undefined
            ? Promise.reject(createError('NO_NODE_FOR_PROCEDURE', { fqn: invocation.fqn, version: invocation.version }))
            : fallback.invoke(invocation);
    }

    /** No async function, for it waits within a wait: each costs more than the choice of a member. */
    function attempt(call: Invocation, member: RoutedMember, { target, at }: { readonly target: Target; readonly at: number }): Promise<Outcome>
    {
        const { latencies, turn } = target;

        if (call.deadline !== undefined && call.deadline <= at)
        {
            return Promise.reject(createError('DEADLINE_EXCEEDED', { fqn: call.fqn }));
        }

        onRoute?.(call, statusOf(member, ejection));

        const probe = ejection.begin(member.id);
        const outsiders = call.caller.kind === 'outside' ? 1 : 0;

        const answered = (outcome: Outcome): Outcome =>
        {
            const end = now();

            member.outstanding--;
            member.outsiders -= outsiders;
            ejection.answered(member.id);
            // Failures may be fast, and attract no calls thereby.
            latencies.answered(member, end - at, end);

            return outcome;
        };

        const failed = (error: unknown): never =>
        {
            const verdict = judge(error, hadItsTime(call, at, target.timeoutOf(member)));

            member.outstanding--;
            member.outsiders -= outsiders;

            if (outsiders > 0 && isOverload(error))
            {
                (member.room ??= createRoom()).refused(member.outsiders, now());
            }

            if (verdict === 'answered')
            {
                ejection.answered(member.id);
            }
            // What is no member any more is left out of everything, and must not keep others from it.
            else if (members.get(member.id) === member)
            {
                ejection.ended(member.id, { failing: verdict, probe, at: now() });
            }

            throw error;
        };

        member.outstanding++;
        member.outsiders += outsiders;
        latencies.called(member, turn, at);

        return begin(member.invoker, call).then(answered, failed);
    }

    /** Goes on where a call failed. A member that could not be reached is no attempt: nothing was sent. */
    async function recover(first: unknown, call: Invocation, target: Target, tried: Set<RoutedMember>): Promise<Outcome>
    {
        let failure = first;
        let retried = false;

        for (;;)
        {
            const elsewhere = fallback !== undefined && isRepeatable(failure, false);

            if (!isRepeatable(failure, target.idempotent && !hasStreams(call)) || isOver(call) || (!elsewhere && select(target, occasionOf(call, now(), tried)) === undefined))
            {
                throw retried ? toFinal(failure) : failure;
            }

            if (!isRefused(failure))
            {
                if (retried || target.retries?.spend(now()) !== true)
                {
                    throw toFinal(failure);
                }

                retried = true;

                // Who has too much to do should say so at once: a pause is for those that may be back after it.
                if (!isOverload(failure))
                {
                    await pause(least + random() * (most - least), after, call.signal);
                }

                if (isOver(call))
                {
                    throw toFinal(failure);
                }
            }

            const at = now();
            const member = elsewhere && tried.size >= mostSought ? undefined : select(target, occasionOf(call, at, tried));

            if (member === undefined && !elsewhere)
            {
                throw retried ? toFinal(failure) : failure;
            }

            try
            {
                return member === undefined ? await giveUp(call, target, at) : await attempt(call, member, { target, at });
            }
            catch (error)
            {
                if (member === undefined)
                {
                    throw retried ? toFinal(error) : error;
                }

                failure = error;
                tried.add(member);
            }
        }
    }

    /** Tells whether a call had the time that calls may take: one that its caller gave less says nothing when that has passed. */
    function hadItsTime({ deadline }: Invocation, at: number, declared = timeout): boolean
    {
        return deadline !== undefined && deadline >= at + (telling ?? (declared === 0 ? limits.timeout : declared));
    }

    function isOver({ deadline, signal }: Invocation): boolean
    {
        return signal?.aborted === true || (deadline !== undefined && deadline <= now());
    }

    /** The default holds where a call enters; a nested one has what remains, as it has within one process. */
    function withDeadline(invocation: Invocation, at: number, declared: number | undefined): Invocation
    {
        const { caller, deadline } = invocation;
        const milliseconds = declared ?? (caller.kind === 'member' && deadline !== undefined ? 0 : timeout);

        return milliseconds === 0 ? invocation : { ...invocation, deadline: Math.min(deadline ?? Infinity, at + milliseconds) };
    }
}

function occasionOf({ caller }: Invocation, at: number, tried?: ReadonlySet<RoutedMember>): Occasion
{
    return { at, outside: caller.kind === 'outside', ...tried !== undefined && { tried } };
}

/** What of a stream was read for a call that may have run is gone. */
function hasStreams({ args }: Invocation): boolean
{
    return args.form !== 'live' && args.streams !== undefined && args.streams.length > 0;
}
