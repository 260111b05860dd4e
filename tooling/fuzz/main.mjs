import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

// Usage: node --expose-gc main.mjs [--seconds 60] [--seed 1] [--from text --to text]; the last two plant a defect in the code.
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } } });

const seed = Number(values.seed ?? Date.now() % 1_000_000);
const defect = values.from === undefined ? undefined : { from: values.from, to: values.to ?? '' };

// A text has at most 100,000 characters of at most three bytes each, except seeds.
const current = new SharedArrayBuffer(1_000_000);
const worker = new Worker(fileURLToPath(new URL('worker.mjs', import.meta.url)), { workerData: { seconds: Number(values.seconds), seed, defect, current } });

/** Milliseconds without a new text after which the last one counts as one that never ends. */
const hang = 30_000;
const counts = new Int32Array(current, 0, 2);

let known = 0;
let since = performance.now();
let reported = 0;
let last;

console.log(`Seed ${seed}`);

const watchdog = setInterval(() =>
{
    if (counts[1] !== known)
    {
        known = counts[1];
        since = performance.now();
    }
    else if (known > 0 && performance.now() - since > hang)
    {
        fail('A text never ends.', Buffer.from(new Uint8Array(current, 8, counts[0])).toString());
    }
}, 1_000);

worker.on('message', ({ figures, done, finding }) =>
{
    if (finding !== undefined)
    {
        fail(`${finding.message}${finding.cause === undefined ? '' : `\n${finding.cause}`}`, finding.text);

        return;
    }

    last = figures;

    if (done === true || performance.now() - reported > 10_000)
    {
        reported = performance.now();
        console.log(JSON.stringify(figures));
    }

    if (done === true)
    {
        clearInterval(watchdog);
    }
});

worker.on('error', error => fail(`The process broke: ${error.stack}`, Buffer.from(new Uint8Array(current, 8, counts[0])).toString()));

function fail(message, text)
{
    const file = join(tmpdir(), `jitar-fuzz-${process.pid}.txt`);

    console.error(`${message}\nSeed ${seed}; ${JSON.stringify(last)}`);

    if (text !== undefined)
    {
        writeFileSync(file, text);
        console.error(`The text, also in ${file}:\n${text.slice(0, 2_000)}`);
    }

    clearInterval(watchdog);
    process.exitCode = 1;
    void worker.terminate();
}
