// The main job, end to end: splits this application over real processes, asks for a report, and shows who called whom.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checkAnswers } from './answers.mjs';
import { readOptions } from './options.mjs';
import { drawCalls } from './picture.mjs';
import { startCluster, startStandalone } from './processes.mjs';

const folder = fileURLToPath(new URL('../', import.meta.url));
const demoFolder = fileURLToPath(new URL('../.demo/', import.meta.url));

const options = readOptions(process.argv.slice(2));
const interruption = new AbortController();
const interrupted = new Promise(resolve => { interruption.signal.addEventListener('abort', () => { resolve('interrupted'); }); });

for (const signal of ['SIGINT', 'SIGTERM'])
{
    process.on(signal, () => { interruption.abort(); });
}

process.exitCode = await run();

async function run()
{
    rmSync(demoFolder, { recursive: true, force: true });
    mkdirSync(demoFolder, { recursive: true });

    const start = options.standalone ? startStandalone : startCluster;
    const services = start({ folder, data: `${demoFolder}data`, say });

    try
    {
        const shown = await Promise.race([show(services), interrupted]);

        if (shown === 'interrupted')
        {
            return 130;
        }

        return shown && !options.once ? await stay(services) : Number(!shown);
    }
    catch (error)
    {
        // Ctrl-C in a terminal reaches the services too, and a call that it cuts off is no failure.
        if (interruption.signal.aborted)
        {
            return 130;
        }

        say(`\n✗ ${describeError(error)}`);

        return 1;
    }
    finally
    {
        say('\nStopping…');
        await services.stop();
        say('Stopped.');
    }
}

/** Makes the calls and shows what came of them: whether all was right. */
async function show(services)
{
    const { report, month, failures } = await checkAnswers({ url: await services.address, folder, say });
    const file = `${demoFolder}report-${month}.pdf`;

    writeFileSync(file, report);
    say(`\nThe report of ${month}: ${relative(process.cwd(), file)}`);
    say(`\n${drawCalls(services.records)}`);

    if (failures.length > 0)
    {
        say(`\nNot as it should be:\n${failures.map(failure => `  ✗ ${failure}`).join('\n')}`);
    }

    return failures.length === 0;
}

/** Keeps the services running until Ctrl-C, or until one of them ends by itself: the exit code. */
async function stay(services)
{
    say(`\nThe page: ${await services.address}/\nCtrl-C stops everything.`);

    const end = await Promise.race([interrupted, services.anyEnd()]);

    if (interruption.signal.aborted)
    {
        return 0;
    }

    say(`\n✗ ${end} ended by itself.`);

    return 1;
}

function describeError(error)
{
    return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function say(text)
{
    process.stdout.write(`${text}\n`);
}
