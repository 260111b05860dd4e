import { normalizeVersion } from '@jitar/protocol';
import type { Access, ProcedureDescription } from '@jitar/protocol';

import type { Target } from './dispatch.js';
import { createLatencies } from './latency.js';
import type { Latencies } from './latency.js';
import type { RoutedMember } from './member.js';

/** One version of a procedure, and who serves it. */
export interface ServedVersion extends Target
{
    readonly version: string;
    /** The strictest that any member declares: while two builds run side by side, the closed one counts. */
    readonly access: Access;
}

/** Finds who serves what. */
export interface ProcedureIndex
{
    add(member: RoutedMember): void;
    remove(member: RoutedMember): void;
    /** The state of a member changed. */
    refresh(member: RoutedMember): void;
    /** All versions of a procedure that anyone serves. */
    find(fqn: string): readonly ServedVersion[];
    /** How a procedure could be accessed that nobody serves any more. */
    findRetired(fqn: string): Access | undefined;
    list(): ProcedureDescription[];
}

const strictness: Readonly<Record<Access, number>> = { public: 0, protected: 1, private: 2 };

class IndexedVersion implements ServedVersion
{
    readonly version: string;
    turn = 0;
    readonly latencies: Latencies = createLatencies();
    retries: Target['retries'] = undefined;

    // Lists, for there are few of each and many of these: what is small stays near the processor.
    #members: readonly RoutedMember[] = [];
    #offers: readonly ProcedureDescription[] = [];
    #available: readonly RoutedMember[] | undefined;
    #access: Access = 'public';
    /** What all members declare; `varied`: they do not declare the same. */
    #timeout: number | 'varied' | undefined;

    constructor(version: string)
    {
        this.version = version;
    }

    get access(): Access { return this.#access; }

    /** Only what every member declares: they may run different builds. */
    get idempotent(): boolean { return this.#offers.every(({ idempotent }) => idempotent === true); }

    get deserted(): boolean { return this.#members.length === 0; }

    add(member: RoutedMember, description: ProcedureDescription): void
    {
        const others = this.#without(member);

        this.#change([...others.members, member], [...others.offers, description]);
    }

    remove(member: RoutedMember): void
    {
        const others = this.#without(member);

        this.latencies.forget(member);
        this.#change(others.members, others.offers);
    }

    #without(member: RoutedMember): { readonly members: readonly RoutedMember[]; readonly offers: readonly ProcedureDescription[] }
    {
        const place = this.#members.indexOf(member);

        return { members: this.#members.filter((_, index) => index !== place), offers: this.#offers.filter((_, index) => index !== place) };
    }

    #change(members: readonly RoutedMember[], offers: readonly ProcedureDescription[]): void
    {
        const [first] = offers;

        this.#members = members;
        this.#offers = offers;
        this.refresh();

        // What nobody serves any more keeps the access that it had.
        if (first !== undefined)
        {
            this.#access = offers.map(({ access }) => access).reduce(stricter);
            this.#timeout = offers.every(({ timeout }) => timeout === first.timeout) ? first.timeout : 'varied';
        }
    }

    refresh(): void
    {
        this.#available = undefined;
    }

    available(): readonly RoutedMember[]
    {
        return this.#available ??= this.#select();
    }

    timeoutOf(member: RoutedMember): number | undefined
    {
        return this.#timeout === 'varied' ? this.#offers[this.#members.indexOf(member)]?.timeout : this.#timeout;
    }

    #select(): readonly RoutedMember[]
    {
        const staying = this.#members.filter(member => !member.draining);
        const well = staying.filter(member => member.healthy && member.responsive);

        // When all seem ill, the checks are more likely wrong than that no call could succeed.
        return well.length === 0 ? staying : well.length === this.#members.length ? this.#members : well;
    }
}

function stricter(left: Access, right: Access): Access
{
    return strictness[left] >= strictness[right] ? left : right;
}

const none: readonly IndexedVersion[] = [];

export function createProcedureIndex(): ProcedureIndex
{
    const served = new Map<string, IndexedVersion[]>();
    const retired = new Map<string, Access>();

    return { add, remove, refresh, find, findRetired: fqn => retired.get(fqn), list };

    function add(member: RoutedMember): void
    {
        for (const description of member.procedures)
        {
            const version = normalizeVersion(description.version);
            const versions = served.get(description.fqn) ?? [];
            const known = versions.find(entry => entry.version === version);
            const entry = known ?? new IndexedVersion(version);

            if (known === undefined)
            {
                served.set(description.fqn, [...versions, entry]);
            }

            retired.delete(description.fqn);
            entry.add(member, description);
        }
    }

    function remove(member: RoutedMember): void
    {
        for (const { fqn, entry } of entriesOf(member))
        {
            entry.remove(member);

            const left = find(fqn).filter(version => !version.deserted);

            if (left.length > 0)
            {
                served.set(fqn, left);
            }
            else
            {
                served.delete(fqn);
                retired.set(fqn, entry.access);
            }
        }
    }

    function refresh(member: RoutedMember): void
    {
        entriesOf(member).forEach(({ entry }) => entry.refresh());
    }

    function find(fqn: string): readonly IndexedVersion[]
    {
        return served.get(fqn) ?? none;
    }

    function list(): ProcedureDescription[]
    {
        return [...served].flatMap(([fqn, versions]) => versions.map(({ version, access }) => ({ fqn, version, access })));
    }

    function entriesOf(member: RoutedMember): { readonly fqn: string; readonly entry: IndexedVersion }[]
    {
        return member.procedures.flatMap(({ fqn, version }) =>
        {
            const normal = normalizeVersion(version);

            return find(fqn).filter(entry => entry.version === normal).map(entry => ({ fqn, entry }));
        });
    }
}
