/** A member that can take a call. */
export interface Candidate
{
    readonly id: string;
    /** The calls that it was given and has not answered. */
    readonly outstanding: number;
}

/**
 * Chooses one of the candidates, of which there is at least one.
 *
 * @param turn - Grows by one with each call of a procedure.
 * @param slowness - How many times as long as at the fastest the call takes at a candidate; absent when about as long at each.
 */
export type Balancer = <Chosen extends Candidate>(candidates: readonly [Chosen, ...Chosen[]], turn: number, slowness?: (candidate: Chosen) => number) => Chosen;

/** The balancers that have a name. */
export type BalancingName = 'least-outstanding' | 'round-robin';

/** Above so many candidates two are compared, not all (M. Mitzenmacher, The Power of Two Choices, 2001). */
const comparable = 16;

/** Creates the balancer of a name. */
export function createBalancer(name: BalancingName, random: () => number): Balancer
{
    return name === 'round-robin' ? takeTurns : (candidates, turn, slowness) => takeLeastBusy(candidates, turn, { random, slowness });
}

const takeTurns: Balancer = (candidates, turn) => at(candidates, turn);

interface Comparison<Chosen>
{
    readonly random: () => number;
    readonly slowness: ((candidate: Chosen) => number) | undefined;
}

function takeLeastBusy<Chosen extends Candidate>(candidates: readonly [Chosen, ...Chosen[]], turn: number, { random, slowness }: Comparison<Chosen>): Chosen
{
    const count = candidates.length;
    const first = at(candidates, turn);
    // Of those who are slow, each call counts for as many as others would have done meanwhile, and so does the one to come.
    const costOf = slowness === undefined ? ({ outstanding }: Chosen) => outstanding : (candidate: Chosen) => (candidate.outstanding + 1) * slowness(candidate) - 1;

    let best = first;
    let cost = costOf(first);

    if (count > comparable)
    {
        const other = at(candidates, turn + 1 + Math.floor(random() * (count - 1)));

        return costOf(other) < cost ? other : first;
    }

    // It starts where the turn is, and only less wins: so ties rotate.
    for (let step = 1; step < count && cost > 0; step++)
    {
        const candidate = at(candidates, turn + step);
        const other = costOf(candidate);

        if (other < cost)
        {
            best = candidate;
            cost = other;
        }
    }

    return best;
}

function at<Chosen extends Candidate>(candidates: readonly [Chosen, ...Chosen[]], turn: number): Chosen
{
    return candidates[turn % candidates.length] ?? candidates[0];
}
