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
 */
export type Balancer = <Chosen extends Candidate>(candidates: readonly [Chosen, ...Chosen[]], turn: number) => Chosen;

/** The balancers that have a name. */
export type BalancingName = 'least-outstanding' | 'round-robin';

/** Above so many candidates two are compared, not all (M. Mitzenmacher, The Power of Two Choices, 2001). */
const comparable = 16;

/** Creates the balancer of a name. */
export function createBalancer(name: BalancingName, random: () => number): Balancer
{
    return name === 'round-robin' ? takeTurns : (candidates, turn) => takeLeastBusy(candidates, turn, random);
}

const takeTurns: Balancer = (candidates, turn) => at(candidates, turn);

function takeLeastBusy<Chosen extends Candidate>(candidates: readonly [Chosen, ...Chosen[]], turn: number, random: () => number): Chosen
{
    const count = candidates.length;
    const first = at(candidates, turn);

    if (count > comparable)
    {
        const other = at(candidates, turn + 1 + Math.floor(random() * (count - 1)));

        return other.outstanding < first.outstanding ? other : first;
    }

    // It starts where the turn is, and only fewer calls win: so ties rotate.
    let best = first;

    for (let step = 1; step < count && best.outstanding > 0; step++)
    {
        const candidate = at(candidates, turn + step);

        if (candidate.outstanding < best.outstanding)
        {
            best = candidate;
        }
    }

    return best;
}

function at<Chosen extends Candidate>(candidates: readonly [Chosen, ...Chosen[]], turn: number): Chosen
{
    return candidates[turn % candidates.length] ?? candidates[0];
}
