import type { Access, ProcedureDescription } from '@jitar/protocol';

import type { Target } from './dispatch.js';
import { createLatencies } from './latency.js';
import type { Latencies } from './latency.js';
import type { RoutedMember } from './member.js';
import { Roster } from './roster.js';

const strictness: Readonly<Record<Access, number>> = { public: 0, protected: 1, private: 2 };

/** One version of a procedure, and who serves it. */
export class ServedVersion implements Target
{
    readonly fqn: string;
    readonly version: string;
    readonly latencies: Latencies = createLatencies();
    turn = 0;
    retries: Target['retries'] = undefined;

    #roster = Roster.empty;
    /** What each member of the roster declares, in its order. */
    #offers: readonly ProcedureDescription[] = [];
    #access: Access = 'public';
    /** What all members declare; `varied`: they do not declare the same. */
    #timeout: number | 'varied' | undefined;

    constructor(fqn: string, version: string)
    {
        this.fqn = fqn;
        this.version = version;
    }

    get roster(): Roster { return this.#roster; }

    /** The strictest that any member declares: while two builds run side by side, the closed one counts. */
    get access(): Access { return this.#access; }

    /** Only what every member declares: they may run different builds. */
    get idempotent(): boolean { return this.#offers.every(({ idempotent }) => idempotent === true); }

    get deserted(): boolean { return this.#offers.length === 0; }

    get available(): readonly RoutedMember[] { return this.#roster.available; }

    /** @param roster - The one that there is, with one more member at its end. */
    join(roster: Roster, offer: ProcedureDescription): void
    {
        this.#roster = roster;
        this.#change([...this.#offers, offer]);
    }

    /** @param roster - The one that there is, without the member. */
    leave(roster: Roster, member: RoutedMember): void
    {
        const place = this.#roster.members.indexOf(member);

        this.#roster = roster;
        this.latencies.forget(member);
        this.#change(this.#offers.filter((_, index) => index !== place));
    }

    timeoutOf(member: RoutedMember): number | undefined
    {
        return this.#timeout === 'varied' ? this.#offers[this.#roster.members.indexOf(member)]?.timeout : this.#timeout;
    }

    #change(offers: readonly ProcedureDescription[]): void
    {
        const [first] = offers;

        this.#offers = offers;

        // What nobody serves any more keeps the access that it had.
        if (first !== undefined)
        {
            this.#access = offers.map(({ access }) => access).reduce(stricter);
            this.#timeout = offers.every(({ timeout }) => timeout === first.timeout) ? first.timeout : 'varied';
        }
    }
}

function stricter(left: Access, right: Access): Access
{
    return strictness[left] >= strictness[right] ? left : right;
}
