/** Calls by which the room grows again each second, at least. */
const growth = 10;

/** Seconds in which it doubles, where that is more. */
const doubling = 4;

/** Seconds after which nothing is known any more. */
const memory = 20;

/**
 * How many calls a member takes, learnt from what it refuses. Whoever knows that refuses more by itself, at once; the
 * member has enough to do without that.
 */
export interface Room
{
    /** The member refused a call while it had so many others in hand. @param at - Milliseconds on some clock, which only goes forward. */
    refused(inHand: number, at: number): void;
    /** How many calls it may have in hand: some more each time, to see whether it takes them. */
    size(at: number): number;
}

/** Creates the room of a member that has not refused anything. */
export function createRoom(): Room
{
    let taken = Infinity;
    let since = 0;

    return {
        refused: (inHand, at) =>
        {
            // One at least, or nobody would hear that there is room again.
            taken = Math.max(1, inHand);
            since = at;
        },

        size: at =>
        {
            if (taken === Infinity)
            {
                return taken;
            }

            const seconds = (at - since) / 1_000;

            if (seconds > memory)
            {
                taken = Infinity;
            }

            return Math.max(taken + growth * seconds, taken * 2 ** (seconds / doubling));
        }
    };
}

/** That of what refuses calls of one procedure and takes those of others, such as a gateway: nothing is to be learnt from it. */
export const endlessRoom: Room = { refused: () => undefined, size: () => Infinity };
