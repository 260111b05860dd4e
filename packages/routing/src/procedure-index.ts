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

    #offers = new Map<RoutedMember, ProcedureDescription>();
    #available: readonly RoutedMember[] | undefined;
    #access: Access = 'public';

    constructor(version: string)
    {
        this.version = version;
    }

    get access(): Access { return this.#access; }

    /** Only what every member declares: they may run different builds. */
    get idempotent(): boolean { return [...this.#offers.values()].every(({ idempotent }) => idempotent === true); }

    get deserted(): boolean { return this.#offers.size === 0; }

    add(member: RoutedMember, description: ProcedureDescription): void
    {
        this.#access = this.deserted ? description.access : stricter(this.#access, description.access);
        this.#offers.set(member, description);
        this.refresh();
    }

    remove(member: RoutedMember): void
    {
        this.#offers.delete(member);
        this.latencies.forget(member);
        this.refresh();

        // What nobody serves any more keeps the access that it had.
        if (!this.deserted)
        {
            this.#access = [...this.#offers.values()].map(({ access }) => access).reduce(stricter);
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
        return this.#offers.get(member)?.timeout;
    }

    #select(): readonly RoutedMember[]
    {
        const staying = [...this.#offers.keys()].filter(member => !member.draining);
        const well = staying.filter(member => member.healthy && member.responsive);

        // When all seem ill, the checks are more likely wrong than that no call could succeed.
        return well.length > 0 ? well : staying;
    }
}

function stricter(left: Access, right: Access): Access
{
    return strictness[left] >= strictness[right] ? left : right;
}

export function createProcedureIndex(): ProcedureIndex
{
    const served = new Map<string, Map<string, IndexedVersion>>();
    const retired = new Map<string, Access>();

    return { add, remove, refresh, find, findRetired: fqn => retired.get(fqn), list };

    function add(member: RoutedMember): void
    {
        for (const description of member.procedures)
        {
            const version = normalizeVersion(description.version);
            const versions = served.get(description.fqn) ?? new Map<string, IndexedVersion>();
            const entry = versions.get(version) ?? new IndexedVersion(version);

            served.set(description.fqn, versions.set(version, entry));
            retired.delete(description.fqn);
            entry.add(member, description);
        }
    }

    function remove(member: RoutedMember): void
    {
        for (const { fqn, entry, versions } of entriesOf(member))
        {
            entry.remove(member);

            if (entry.deserted)
            {
                versions.delete(entry.version);
            }

            if (versions.size === 0)
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

    function find(fqn: string): readonly ServedVersion[]
    {
        const versions = served.get(fqn);

        return versions === undefined ? [] : [...versions.values()];
    }

    function list(): ProcedureDescription[]
    {
        return [...served].flatMap(([fqn, versions]) => [...versions.values()].map(({ version, access }) => ({ fqn, version, access })));
    }

    function entriesOf(member: RoutedMember): { readonly fqn: string; readonly versions: Map<string, IndexedVersion>; readonly entry: IndexedVersion }[]
    {
        return member.procedures.flatMap(({ fqn, version }) =>
        {
            const versions = served.get(fqn);
            const entry = versions?.get(normalizeVersion(version));

            return versions === undefined || entry === undefined ? [] : [{ fqn, versions, entry }];
        });
    }
}
