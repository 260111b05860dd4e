import { median } from '../interleave.mjs';
import { generateApplication } from './application.mjs';
import { checkBuild } from './check.mjs';
import { runContestant } from './contestants.mjs';
import { createProject, folders } from './project.mjs';

const sizes = [1_000, 4_000];
const rounds = 5;

/** Measures the build of generated applications beside that of the incumbent. The README defines every figure. */
export async function measureBuild(options = { sizes, rounds })
{
    const columns = ['modules', 'cold, ms', 'warm, ms', 'peak, MB', 'incumbent, ms', 'tsc + it, ms', 'cold / it', 'warm / cold'];
    const measured = [];

    for (const modules of options.sizes)
    {
        measured.push({ modules, ...await measureSize(generateApplication(modules), options.rounds) });
    }

    const worst = figure => round(Math.max(...measured.map(figure)));
    const [smallest] = measured;
    const largest = measured.at(-1);

    const figures = {
        'cold-vs-incumbent': worst(({ cold, incumbent }) => cold / incumbent),
        'warm-vs-cold': worst(({ cold, warm }) => warm / cold),
        'growth': round(largest.cold / smallest.cold),
        'memory-mb': worst(({ memory }) => memory),
        ...Object.fromEntries(measured.flatMap(({ modules, ...times }) => Object.entries(times).map(([name, value]) => [`${name}-${modules}`, round(value)])))
    };

    const rows = measured.map(({ modules, cold, warm, memory, incumbent, compiled }) =>
        [String(modules), ...[cold, warm, memory, incumbent, compiled].map(value => value.toFixed(0)), cold / incumbent, warm / cold]);

    return { title: 'Build of generated modules in 10 segments, as processes', columns, rows, figures };
}

async function measureSize(application, rounds)
{
    const project = await createProject(application);
    const samples = { cold: [], warm: [], memory: [], incumbent: [], compiled: [] };

    try
    {
        for (let count = 0; count < rounds; count++)
        {
            // The incumbent's turn comes first in every other round, so that neither always follows the same one.
            for (const measure of count % 2 === 0 ? [measureSubject, measureIncumbent] : [measureIncumbent, measureSubject])
            {
                await measure(project, samples);
            }
        }

        await checkBuild('subject', project, application);
        await checkBuild('incumbent', project, application);
    }
    finally
    {
        await project.dispose();
    }

    const { memory, ...times } = samples;

    return { ...Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)])), memory: Math.max(...memory) };
}

async function measureSubject(project, samples)
{
    await project.remove(folders.target, folders.cache);

    const cold = await runContestant('subject', project);
    const warm = await runContestant('subject', project);

    samples.cold.push(cold.time);
    samples.warm.push(warm.time);
    samples.memory.push(cold.memory, warm.memory);
}

async function measureIncumbent(project, samples)
{
    await project.remove(folders.javaScript, folders.incumbentTarget);

    const tsc = await runContestant('tsc', project);
    const incumbent = await runContestant('incumbent', project);

    samples.incumbent.push(incumbent.time);
    samples.compiled.push(tsc.time + incumbent.time);
}

function round(number)
{
    return Math.round(number * 1_000) / 1_000;
}
