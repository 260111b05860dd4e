import assert from 'node:assert/strict';

import { median } from '../interleave.mjs';
import { generateApplication } from './application.mjs';
import { checkBuild } from './check.mjs';
import { runContestant, startWatching } from './contestants.mjs';
import { createProject, folders } from './project.mjs';

const sizes = [1_000, 4_000];
const rounds = 5;

/** How often one file is changed while the subject watches. */
const changes = 9;

/** Measures the build of generated applications beside that of the incumbent. The README defines every figure. */
export async function measureBuild(options = { sizes, rounds })
{
    const columns = ['modules', 'cold, ms', 'warm, ms', 'change, ms', 'peak, MB', 'incumbent, ms', 'tsc + it, ms', 'cold / it', 'warm / cold'];
    const measured = [];

    const projects = [];

    try
    {
        for (const modules of options.sizes)
        {
            const application = generateApplication(modules);
            const project = await createProject(application);

            projects.push(project);
            measured.push({ modules, ...await measureSize(project, application, options.rounds) });
        }
    }
    finally
    {
        await Promise.all(projects.map(project => project.dispose()));
    }

    const worst = figure => round(Math.max(...measured.map(figure)));
    const [smallest] = measured;
    const largest = measured.at(-1);

    const figures = {
        'cold-vs-incumbent': worst(({ cold, incumbent }) => cold / incumbent),
        'warm-vs-cold': worst(({ cold, warm }) => warm / cold),
        'change-ms': worst(({ change }) => change),
        'growth': round(largest.cold / smallest.cold),
        'memory-mb': worst(({ memory }) => memory),
        ...Object.fromEntries(measured.flatMap(({ modules, ...times }) => Object.entries(times).map(([name, value]) => [`${name}-${modules}`, round(value)])))
    };

    const rows = measured.map(({ modules, cold, warm, change, memory, incumbent, compiled }) =>
        [String(modules), ...[cold, warm, change, memory, incumbent, compiled].map(value => value.toFixed(0)), cold / incumbent, warm / cold]);

    return { title: 'Build of generated modules in 10 segments, as processes', columns, rows, figures };
}

async function measureSize(project, application, rounds)
{
    const samples = { cold: [], warm: [], change: [], memory: [], incumbent: [], compiled: [] };

    for (let count = 0; count < rounds; count++)
    {
        // The incumbent's turn comes first in every other round, so that neither always follows the same one.
        for (const measure of count % 2 === 0 ? [measureSubject, measureIncumbent] : [measureIncumbent, measureSubject])
        {
            await measure(project, samples);
        }
    }

    await measureChanges(project, application, samples);
    await checkBuild('subject', project, application);
    await checkBuild('incumbent', project, application);

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

/** Changes the body of a procedure, over and over, and puts it back in the end. */
async function measureChanges(project, { entries }, samples)
{
    const { area, fqn } = entries[3];
    const source = `${folders.source}/${fqn}.ts`;
    const original = await project.read(source);
    const watching = await startWatching(project);

    await watching.next(/Watching for changes/);

    for (let count = 0; count <= changes; count++)
    {
        const text = count === changes ? original : original.replace('const calculation', `const changed = ${count}; void changed; const calculation`);
        const start = performance.now();

        await project.write(source, text);
        await watching.next(/Built again/);
        samples.change.push(performance.now() - start);
        assert.equal((await project.read(`${folders.target}/${fqn}.${area}.js`)).includes(`changed = ${count};`), count < changes, 'the change is not in the output');
    }

    await watching.stop();
}

function round(number)
{
    return Math.round(number * 1_000) / 1_000;
}
