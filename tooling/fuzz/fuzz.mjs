import { takeSnapshot } from '@tooling/hostile/snapshot';

import { createCorpus } from './corpus.mjs';
import { mutate } from './mutate.mjs';
import { createRandom } from './random.mjs';
import { readSeeds } from './seeds.mjs';
import { Finding, createTarget, slowest } from './target.mjs';

/** How many runs lie between two looks at what every program relies on, and between two at the heap. */
const batch = 64;
const heapBatch = 20_000;

/** Bytes that the heap may grow beyond what the corpus takes, once the code is compiled and its caches are full. */
const growth = 16_000_000;

/**
 * Runs a target with ever new texts, keeps those that reach something new, and makes the next ones of them.
 *
 * @param options.watch - Hears of each text before it runs, and of the figures after each batch.
 * @returns The figures of the run.
 * @throws Finding
 */
export async function fuzz({ codec, values, counters }, { seconds, seed, gc, watch })
{
    const random = createRandom(seed);
    const target = createTarget(codec, values.classes);
    const seeds = readSeeds(codec, values, seed);
    const corpus = createCorpus(counters);
    const end = performance.now() + seconds * 1_000;
    const figures = { runs: 0, seeds: seeds.length, seedPlaces: 0, places: 0, allPlaces: counters.length, features: 0, corpus: 0, slowest: 0, growth: 0 };
    const recent = [];
    let snapshot;
    let heap;

    counters.fill(0);

    function run(text)
    {
        watch.text(text);
        recent.push(text);
        target.run(text);
        corpus.consider(text);

        if (++figures.runs % batch === 0)
        {
            look();
        }

        if (figures.runs % heapBatch === 0)
        {
            lookAtHeap();
        }
    }

    function look()
    {
        const [changed] = snapshot.findChanges();

        if (changed !== undefined)
        {
            throw new Finding(`${changed} was changed by one of the last ${batch} texts.`, recent.join('\n'));
        }

        recent.length = 0;
        Object.assign(figures, { places: corpus.places, features: corpus.features, corpus: corpus.texts.length, slowest: slowest.time });
        watch.figures(figures);
    }

    function lookAtHeap()
    {
        gc();

        const used = process.memoryUsage().heapUsed - 2 * corpus.size;

        heap ??= used;
        figures.growth = used - heap;

        if (figures.growth > growth)
        {
            throw new Finding(`The heap grew by ${(figures.growth / 1e6).toFixed(1)} MB in ${figures.runs} runs.`, recent.join('\n'));
        }
    }

    target.run('null');
    snapshot = takeSnapshot([globalThis]);

    for (const text of seeds)
    {
        run(text);
    }

    figures.seedPlaces = corpus.places;

    while (performance.now() < end)
    {
        run(mutate(corpus.pick(random), corpus.pick(random), random));
    }

    look();
    lookAtHeap();

    return figures;
}
