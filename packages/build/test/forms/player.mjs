import { inspect } from 'node:util';
import { pathToFileURL } from 'node:url';

import { createRuntime, importOuterClasses } from '@jitar/runtime';

// Runs applications for its parent: one after the other, each from folders of its own. It answers with a text that
// says all about the outcome.
process.on('message', async ({ id, ...request }) => process.send({ id, outcome: await describe(() => play(request)) }));

async function play({ kind, folders, segments, entry, outer })
{
    if (kind === 'unsplit')
    {
        const { main } = await importFrom(folders[0], `${outer ?? 'main'}.js`);

        return main();
    }

    const runtimes = [];

    try
    {
        for (const [index, folder] of folders.entries())
        {
            const root = `${pathToFileURL(folder).href}/`;
            const others = { invoke: invocation => send(runtimes[1 - index], invocation) };

            runtimes.push(createRuntime({ id: `player-${index}`, root, classes: await importOuterClasses(root), ...folders.length > 1 && { remote: others } }));
        }

        for (const [index, folder] of folders.entries())
        {
            for (const name of segments[index])
            {
                runtimes[index].load((await importFrom(folder, `${name}.segment.js`)).default);
            }
        }

        return outer === undefined
            ? await runtimes[0].call(entry)
            : await runtimes[0].enter(async () =>
            {
                const { main } = await importFrom(folders[0], `${outer}.js`);

                return main();
            });
    }
    finally
    {
        runtimes.forEach(runtime => runtime.dispose());
    }
}

/** Between two processes there is text only, and what a stream gives step by step. */
async function send(runtime, invocation)
{
    const { result, headers } = await runtime.invoke({ ...invocation, args: carry(invocation.args), headers: { ...invocation.headers } });

    return { result: carry(result), headers };
}

function carry({ streams, ...payload })
{
    return { ...JSON.parse(JSON.stringify(payload)), ...streams !== undefined && { streams: streams.map(carryStream) } };
}

function carryStream(stream)
{
    return {
        kind: stream.kind,
        next: async ({ how, value } = { how: 'next' }) =>
        {
            const step = await stream.next(value === undefined ? { how } : { how, value: carry(value) });

            return step.payload === undefined ? step : { ...step, payload: carry(step.payload) };
        },
        stop: () => stream.stop()
    };
}

function importFrom(folder, file)
{
    return import(`${pathToFileURL(folder).href}/${encodeURI(file).replaceAll('#', '%23').replaceAll('?', '%3F')}`);
}

async function describe(run)
{
    try
    {
        return inspect(await run(), { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity, breakLength: 120 });
    }
    catch (error)
    {
        return error instanceof Error ? `${error.name}: ${error.message}${error.cause instanceof Error ? `\n${error.cause.message}` : ''}` : `thrown: ${inspect(error)}`;
    }
}
