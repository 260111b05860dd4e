import type { RoutedMember } from './member.js';

/**
 * The members that serve a version. Procedures that are served by the same members share one, so that a cluster of many
 * procedures has few of them: they stay near the processor, and the news of a member are heard once.
 */
export class Roster
{
    static readonly empty: Roster = new Roster([]);

    readonly members: readonly RoutedMember[];

    #available: readonly RoutedMember[] | undefined;

    private constructor(members: readonly RoutedMember[])
    {
        this.members = members;
    }

    /** Those who could take a call now. */
    get available(): readonly RoutedMember[]
    {
        return this.#available ??= this.#select();
    }

    /** The state of a member changed. */
    refresh(): void
    {
        this.#available = undefined;
    }

    with(member: RoutedMember): Roster
    {
        return new Roster([...this.members, member]);
    }

    without(member: RoutedMember): Roster
    {
        const others = this.members.filter(other => other !== member);

        return others.length === 0 ? Roster.empty : new Roster(others);
    }

    #select(): readonly RoutedMember[]
    {
        const staying = this.members.filter(member => !member.draining);
        const well = staying.filter(member => member.healthy && member.responsive);

        // When all seem ill, the checks are more likely wrong than that no call could succeed.
        return well.length === 0 ? staying : well.length === this.members.length ? this.members : well;
    }
}
