import { parseArgs } from 'node:util';

import { soak } from './soak.js';
import type { SoakProgress, SoakResult, SoakedProcess } from './soak.js';
import type { Growth } from './growth.js';

const { values } = parseArgs({
    options: {
        minutes: { type: 'string', default: '60' },
        rate: { type: 'string' },
        interval: { type: 'string' },
        json: { type: 'boolean', default: false }
    }
});

const terminal = process.stderr.isTTY;

const result = await soak({
    minutes: toNumber('minutes', values.minutes),
    rate: values.rate === undefined ? undefined : toNumber('rate', values.rate),
    interval: values.interval === undefined ? undefined : toNumber('interval', values.interval),
    ...terminal && { onProgress: progress => { process.stderr.write(`\r\u001b[K${describeProgress(progress)}`); } }
});

if (terminal)
{
    process.stderr.write('\r\u001b[K');
}

// Whoever reads the object reads nothing else.
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : describeResult(result));
process.exitCode = result.failed > 0 || result.growing.length > 0 ? 1 : 0;

function toNumber(name: string, text: string): number
{
    const number = Number(text);

    if (!(number > 0))
    {
        process.stderr.write(`--${name} is to be a number above 0, not "${text}".\n`);
        process.exit(2);
    }

    return number;
}

function describeProgress({ seconds, calls, failed, median, p99 }: SoakProgress): string
{
    return `${String(seconds)} s: ${String(calls)} calls, ${String(failed)} failed, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}

function describeResult({ peak, rate, failures, progress, processes, growing }: SoakResult): string
{
    const last = progress.at(-1);

    return [
        `${peak === undefined ? '' : `Peak: ${String(peak)} calls/s. `}Load: ${String(rate)} calls/s.`,
        ...last === undefined ? [] : [`After ${describeProgress(last)}.`],
        ...failures.map(failure => `  ${failure}`),
        '',
        'process                memory MB          heap MB            handles            links',
        ...processes.map(describeProcess),
        'Each as it was first and last, and what the last half of the time added.',
        '',
        growing.length === 0 ? 'Nothing grows.' : `Growing: ${growing.join(', ')}.`,
        ''
    ].join('\n');
}

function describeProcess({ name, memory, heap, handles, links }: SoakedProcess): string
{
    return [name.padEnd(22), describeGrowth(memory, 1e6), describeGrowth(heap, 1e6), describeGrowth(handles, 1), describeGrowth(links, 1)].join(' ');
}

function describeGrowth({ first, last, lastHalf }: Growth, unit: number): string
{
    const digits = unit === 1 ? 0 : 1;

    return `${(first / unit).toFixed(digits)} ${(last / unit).toFixed(digits)} ${lastHalf < 0 ? '' : '+'}${(lastHalf / unit).toFixed(1)}`.padEnd(18);
}
