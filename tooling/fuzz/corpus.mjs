/** How often something ran, in eight steps: 1, 2, 3, to 7, to 15, to 31, to 127, and more. */
function stepOf(count)
{
    return count < 4 ? count : count < 8 ? 4 : count < 16 ? 5 : count < 32 ? 6 : count < 128 ? 7 : 8;
}

/** Texts, each of which made something run that none before did, or more often. */
export function createCorpus(counters)
{
    const seen = new Uint8Array(counters.length);
    const texts = [];
    let features = 0;
    let places = 0;
    let size = 0;

    return {
        texts,
        get features() { return features; },
        get places() { return places; },
        get size() { return size; },

        /** Takes a text that just ran, if the counters say something new; and clears them. */
        consider(text)
        {
            let fresh = 0;

            for (let index = 0; index < counters.length; index++)
            {
                const count = counters[index];

                if (count !== 0)
                {
                    const bit = 1 << stepOf(count) - 1;

                    if ((seen[index] & bit) === 0)
                    {
                        places += seen[index] === 0 ? 1 : 0;
                        seen[index] |= bit;
                        fresh++;
                    }
                }
            }

            counters.fill(0);

            if (fresh > 0)
            {
                features += fresh;
                size += text.length;
                texts.push(text);
            }

            return fresh > 0;
        },

        /** Prefers what came last, and what is short. */
        pick(random)
        {
            const choices = [random.pick(texts), random.pick(texts), texts[texts.length - 1 - Math.floor(random.next() ** 3 * texts.length)]];

            return choices.reduce((best, text) => text.length < best.length ? text : best);
        }
    };
}
