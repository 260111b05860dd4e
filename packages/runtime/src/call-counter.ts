/** Counts calls and failures: all of them, and those of the last whole seconds, in fixed memory. */
export interface CallCounter
{
    readonly calls: number;
    readonly failures: number;
    /** @param at - Milliseconds on some clock, which only goes forward. */
    count(failed: boolean, at: number): void;
    recent(at: number): { readonly seconds: number; readonly calls: number; readonly failures: number };
}

/** Whole seconds that count as recent. */
const seconds = 10;
// The second that is not over yet has a place beside them.
const places = seconds + 1;

export function createCallCounter(): CallCounter
{
    const numbers = new Float64Array(places).fill(-1);
    const calls = new Uint32Array(places);
    const failures = new Uint32Array(places);

    let allCalls = 0;
    let allFailures = 0;

    return {
        get calls() { return allCalls; },
        get failures() { return allFailures; },

        count(failed, at)
        {
            const second = Math.floor(at / 1_000);
            const place = second % places;

            if (numbers[place] !== second)
            {
                numbers[place] = second;
                calls[place] = 0;
                failures[place] = 0;
            }

            // The rest of a division by their number is one of the places.
            calls[place] = (calls[place] as number) + 1;
            allCalls++;

            if (failed)
            {
                failures[place] = (failures[place] as number) + 1;
                allFailures++;
            }
        },

        recent(at)
        {
            const now = Math.floor(at / 1_000);
            const sum = (counts: Uint32Array): number => counts.reduce((total, count, place) =>
            {
                const second = numbers[place] ?? -1;

                return second < now && second >= now - seconds ? total + count : total;
            }, 0);

            return { seconds, calls: sum(calls), failures: sum(failures) };
        }
    };
}
