// The main job, end to end: splits this application over real processes, asks for a report, and shows who called whom.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { checkAnswers } from './answers.mjs';
import { drawCalls } from './picture.mjs';
import { startCluster, startStandalone } from './processes.mjs';

const folder = fileURLToPath(new URL('../', import.meta.url));
const demoFolder = fileURLToPath(new URL('../.demo/', import.meta.url));

const { values: options } = parseArgs({ options: { once: { type: 'boolean', default: false }, standalone: { type: 'boolean', default: false } } });
const interrupted = new Promise(resolve => { process.once('SIGINT', resolve); process.once('SIGTERM', resolve); });

process.exitCode = await run();

async function run()
{
    rmSync(demoFolder, { recursive: true, force: true });
    mkdirSync(demoFolder, { recursive: true });

    const start = options.standalone ? startStandalone : startCluster;
    const cluster = await start({ folder, data: `${demoFolder}data`, say, stopped: interrupted });

    try
    {
        const { report, month, failures } = await checkAnswers({ url: cluster.address, folder, say });
        const file = `${demoFolder}report-${month}.pdf`;

        if (report !== undefined)
        {
            writeFileSync(file, report);
            say(`\nThe report of ${month}: ${file}`);
        }

        if (failures.length > 0)
        {
            say(`\nNot as it should be:\n${failures.map(failure => `  ✗ ${failure}`).join('\n')}`);

            return 1;
        }

        say(`\n${drawCalls(cluster.records())}`);

        if (options.once)
        {
            return 0;
        }

        say(`\nThe page: ${cluster.address}/\nCtrl-C stops everything.`);

        const ended = await Promise.race([interrupted.then(() => undefined), cluster.anyEnd()]);

        if (ended !== undefined)
        {
            say(`\n${ended} ended by itself.`);
        }

        return ended === undefined ? 0 : 1;
    }
    finally
    {
        say('\nStopping…');
        await cluster.stop();
        say('Stopped.');
    }
}

function say(text)
{
    process.stdout.write(`${text}\n`);
}
