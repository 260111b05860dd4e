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
    readonly latencies: Latencies = createLatencies(member => this.#roster.members.some(other => other === member));
    turn = 0;
    /** Whether the last member that served it is gone without a word: then it is missed, and nothing else takes its place. */
    lost = false;
    retries: Target['retries'] = undefined;

    #roster = Roster.empty;
    /** What each member of the roster declares, in its order. */
    readonly #offers: ProcedureDescription[] = [];
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
        // What one more declares is enough to know: members may come by the thousand at once.
        this.#access = this.deserted ? offer.access : stricter(this.#access, offer.access);
        this.#timeout = this.deserted || this.#timeout === offer.timeout ? offer.timeout : 'varied';
        this.#offers.push(offer);
        this.#roster = roster;
        this.lost = false;
    }

    /** @param roster - The one that there is, without the member. */
    leave(roster: Roster, member: RoutedMember): void
    {
        const [offer] = this.#offers.splice(this.#roster.members.indexOf(member), 1);

        this.#roster = roster;
        this.latencies.forget(member);

        // What nobody serves any more keeps the access that it had.
        if (offer !== undefined && !this.deserted && this.#dependsOn(offer))
        {
            this.#agree();
        }
    }

    timeoutOf(member: RoutedMember): number | undefined
    {
        return this.#timeout === 'varied' ? this.#offers[this.#roster.members.indexOf(member)]?.timeout : this.#timeout;
    }

    /** Whether the others may agree on something else without this one. */
    #dependsOn({ access }: ProcedureDescription): boolean
    {
        return this.#timeout === 'varied' || (access === this.#access && access !== 'public');
    }

    #agree(): void
    {
        const timeout = this.#offers[0]?.timeout;

        this.#access = this.#offers.map(({ access }) => access).reduce(stricter);
        this.#timeout = this.#offers.every(offer => offer.timeout === timeout) ? timeout : 'varied';
    }
}

function stricter(left: Access, right: Access): Access
{
    return strictness[left] >= strictness[right] ? left : right;
}
