import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { contestants } from './contestants.mjs';
import { refusedRows, rows } from './rows.mjs';

/** Milliseconds after which a contestant is taken not to come back; those that do take a few. */
const patience = 3_000;

/** Megabytes, for some that do not come back fill the memory faster than the time. */
const memory = 256;

const count = rows.length + refusedRows.length;

/**
 * Sends one value of every kind through every contestant: `faithful`, `lossy`, `refused`, `hangs`, or `missing` where
 * the host does not have such values.
 *
 * @returns The outcomes by contestant, in the order of the rows.
 */
export async function measureCoverage()
{
    const outcomes = new Map();

    for (const contestant of contestants.keys())
    {
        const found = [];

        while (found.length < count)
        {
            found.push(...await runFrom(contestant, found.length));
        }

        outcomes.set(contestant, found);
    }

    return outcomes;
}

/** Runs a contestant until it is done or does not come back. */
function runFrom(contestant, from)
{
    const child = fork(fileURLToPath(new URL('run.mjs', import.meta.url)), [contestant, String(from)], { execArgv: [`--max-old-space-size=${String(memory)}`], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });

    return new Promise((resolve, reject) =>
    {
        const found = [];
        let running = false;
        let timer;

        const end = outcomes =>
        {
            clearTimeout(timer);
            child.removeAllListeners();
            child.kill('SIGKILL');
            resolve(outcomes);
        };

        child.on('message', ({ outcome }) =>
        {
            clearTimeout(timer);
            running = outcome === 'started';

            if (running)
            {
                timer = setTimeout(() => end([...found, 'hangs']), patience);
            }
            else if (found.push(outcome) === count - from)
            {
                end(found);
            }
        });

        child.on('error', reject);

        child.on('exit', (code, signal) =>
        {
            // So V8 ends a process whose memory is full.
            if (running && (signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134))
            {
                end([...found, 'hangs']);
            }
            else
            {
                reject(new Error(`The process of ${contestant} ended in row ${String(from + found.length)} (${String(code ?? signal)}).`));
            }
        });
    });
}
