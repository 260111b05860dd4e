import { normalizeVersion } from '@jitar/protocol';
import type { ProcedureDescription } from '@jitar/protocol';

import type { RoutedMember } from './member.js';
import type { Roster } from './roster.js';
import { ServedVersion } from './served-version.js';

/** Finds who serves what. */
export interface ProcedureIndex
{
    add(member: RoutedMember): void;
    /** @param lost - Whether nobody said that it would go: versions that nobody else serves are missed then, and known still. */
    remove(member: RoutedMember, lost: boolean): void;
    /** The state of a member changed. */
    refresh(member: RoutedMember): void;
    /** The version of a procedure that has no other, as {@link find} knows it. */
    findOnly(fqn: string): ServedVersion | undefined;
    /** All versions of a procedure that anyone serves, or that are missed; the last one of those that nobody serves any more. */
    find(fqn: string): readonly ServedVersion[];
    list(): ProcedureDescription[];
}

export function createProcedureIndex(): ProcedureIndex
{
    // Apart, for most procedures have one version: what is found without a list is found sooner.
    const single = new Map<string, ServedVersion>();
    const several = new Map<string, readonly ServedVersion[]>();
    const joinedBy = new Map<RoutedMember, ReadonlySet<ServedVersion>>();

    return { add, remove, refresh, findOnly: fqn => single.get(fqn), find, list };

    function add(member: RoutedMember): void
    {
        const grown = remember(roster => roster.with(member));
        const joined = new Set<ServedVersion>();

        for (const description of member.procedures)
        {
            const served = open(description.fqn, normalizeVersion(description.version));

            // Of what it says twice, the last holds.
            if (joined.has(served))
            {
                served.leave(served.roster.without(member), member);
            }

            served.join(grown(served.roster), description);
            joined.add(served);
        }

        joinedBy.set(member, joined);
    }

    function remove(member: RoutedMember, lost: boolean): void
    {
        const shrunk = remember(roster => roster.without(member));

        for (const served of servedBy(member))
        {
            served.leave(shrunk(served.roster), member);

            if (served.deserted)
            {
                served.lost = lost;

                const left = find(served.fqn).filter(isKnown);

                // What is gone, and what never was, are told apart by the last one.
                put(served.fqn, left.length > 0 ? left : [served]);
            }
        }

        joinedBy.delete(member);
    }

    function refresh(member: RoutedMember): void
    {
        new Set([...servedBy(member)].map(({ roster }) => roster)).forEach(roster => roster.refresh());
    }

    function open(fqn: string, version: string): ServedVersion
    {
        const versions = find(fqn);
        const opened = versions.find(served => served.version === version) ?? new ServedVersion(fqn, version);

        if (opened.deserted)
        {
            put(fqn, [...versions.filter(served => served !== opened && isKnown(served)), opened]);
        }

        return opened;
    }

    function find(fqn: string): readonly ServedVersion[]
    {
        const only = single.get(fqn);

        return only === undefined ? several.get(fqn) ?? [] : [only];
    }

    function put(fqn: string, versions: readonly ServedVersion[]): void
    {
        const [first] = versions;

        single.delete(fqn);
        several.delete(fqn);

        if (versions.length > 1)
        {
            several.set(fqn, versions);
        }
        else if (first !== undefined)
        {
            single.set(fqn, first);
        }
    }

    function list(): ProcedureDescription[]
    {
        return [...single.keys(), ...several.keys()].flatMap(fqn => find(fqn).filter(({ deserted }) => !deserted).map(({ version, access }) => ({ fqn, version, access })));
    }

    function servedBy(member: RoutedMember): Iterable<ServedVersion>
    {
        return joinedBy.get(member) ?? [];
    }
}

/** Whether a version counts: somebody serves it, or should. */
function isKnown({ deserted, lost }: ServedVersion): boolean
{
    return !deserted || lost;
}

/** Changes each roster once, so that those who shared one still do. */
function remember(change: (roster: Roster) => Roster): (roster: Roster) => Roster
{
    const changed = new Map<Roster, Roster>();

    return roster =>
    {
        const known = changed.get(roster) ?? change(roster);

        changed.set(roster, known);

        return known;
    };
}
