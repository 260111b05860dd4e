import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** How long what was told to stop may take, in milliseconds. */
const stopTime = 15_000;

const running = new Set();

let stoppedBy;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
{
    process.on(signal, () => stop(signal));
}

/**
 * Runs a command in the root folder, with the tools of the workspace in its path: its exit code.
 * Ctrl-C stops it with all that it started, and then this process; a later one kills.
 *
 * What runs `untilStopped` ends by Ctrl-C as it should: its own exit code counts.
 */
export async function run(command, args, { env = {}, untilStopped = false } = {})
{
    // A group of its own: a terminal sends Ctrl-C to every process of this one, and each would come twice.
    const child = spawn(command, args, {
        cwd: root,
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
            ...process.env,
            PATH: join(root, 'node_modules', '.bin') + delimiter + process.env.PATH,
            TURBO_TELEMETRY_DISABLED: '1',
            TURBO_NO_UPDATE_NOTIFIER: '1',
            ...env
        }
    });

    running.add(child);

    const code = await new Promise((resolve, reject) =>
    {
        child.once('error', reject);
        child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });

    running.delete(child);

    if (stoppedBy !== undefined)
    {
        process.exit(untilStopped ? code : 128 + constants.signals[stoppedBy.signal]);
    }

    return code;
}

/** Runs a script with this Node. */
export function runNode(script, args = [], options = {})
{
    return run(process.execPath, [join(root, script), ...args], options);
}

/** Runs a task of the packages with turbo, which does not repeat what has not changed; by default as many at a time as there are processors. */
export function runTurbo(task, { filters = [], concurrency = '100%' } = {})
{
    return runNode('node_modules/turbo/bin/turbo', [
        'run', task, `--concurrency=${concurrency}`, ...filters.map(filter => `--filter=${filter}`),
        '--continue=dependencies-successful', '--output-logs=errors-only', '--log-order=grouped', '--ui=stream'
    ]);
}

function stop(signal)
{
    if (running.size === 0)
    {
        process.exit(128 + constants.signals[signal]);
    }

    if (stoppedBy === undefined)
    {
        stoppedBy = { signal, time: Date.now() };
        signalAll(signal);
        setTimeout(() => signalAll('SIGKILL'), stopTime).unref();
    }
    else if (Date.now() - stoppedBy.time > 1_000)
    {
        // Within that second it is the same Ctrl-C, passed on by npm.
        signalAll('SIGKILL');
    }
}

function signalAll(signal)
{
    for (const child of running)
    {
        try
        {
            process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
        }
        catch
        {
            // It ended in the meantime.
        }
    }
}
