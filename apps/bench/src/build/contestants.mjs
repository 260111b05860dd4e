import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const programs = {
    subject: [fileURLToPath(new URL('../../node_modules/jitar/bin/jitar.js', import.meta.url)), 'build'],
    incumbent: [fileURLToPath(new URL('../../node_modules/incumbent/dist/cli.js', import.meta.url)), 'build', '--config=incumbent.json'],
    tsc: [fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url)), '-p', '.']
};

const memoryReport = new URL('memory-report.mjs', import.meta.url).href;

/**
 * Runs a contestant as users do: a process of its own, from its start to its end.
 *
 * @returns Its time in milliseconds, and the peak of its resident memory in megabytes.
 */
export async function runContestant(name, { folder })
{
    const start = performance.now();
    const child = startProgram(name, folder, ['ignore', 'pipe', 'pipe', 'pipe']);
    const [output, errors, memory, code] = await Promise.all([collect(child.stdout), collect(child.stderr), collect(child.stdio[3]), ended(child)]);
    const time = performance.now() - start;

    if (code !== 0)
    {
        throw new Error(`${name} ended with ${code}:\n${output}${errors}`);
    }

    return { time, memory: Number(memory) / 1024 };
}

function startProgram(name, folder, stdio, options = [])
{
    return spawn(process.execPath, ['--import', memoryReport, ...programs[name], ...options], { cwd: folder, stdio, env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } });
}

/** Starts the subject in watch mode. */
export function startWatching({ folder })
{
    const child = startProgram('subject', folder, ['ignore', 'pipe', 'inherit', 'ignore'], ['--watch']);
    const lines = [];
    const waiting = [];

    child.stdout.setEncoding('utf8').on('data', chunk =>
    {
        lines.push(...chunk.split('\n').filter(line => line !== ''));
        waiting.splice(0).forEach(check => check());
    });

    return {
        /** Waits for the next line that fits. */
        async next(pattern)
        {
            for (;;)
            {
                const index = lines.findIndex(line => pattern.test(line));

                if (index >= 0)
                {
                    return lines.splice(0, index + 1).at(-1);
                }

                await new Promise(resolve => void waiting.push(resolve));
            }
        },
        async stop()
        {
            child.kill('SIGINT');

            const code = await ended(child);

            if (code !== 0)
            {
                throw new Error(`Watching ended with ${code}.`);
            }
        }
    };
}

async function collect(stream)
{
    let text = '';

    for await (const chunk of stream.setEncoding('utf8'))
    {
        text += chunk;
    }

    return text;
}

function ended(child)
{
    return new Promise((resolve, reject) => child.once('error', reject).once('exit', code => resolve(code)));
}
