import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../packages/jitar/dist/cli.js', import.meta.url));
const startLimit = 60_000;

/**
 * Starts one Jitar service as a process of its own, and waits until it says where it serves. When that fails, or
 * `signal` is aborted before, the process has ended.
 */
export async function startService({ name, service, cwd, env = {}, args = [], program = [process.execPath, cli], signal, onRecord })
{
    signal?.throwIfAborted();

    const [command, ...before] = program;
    const child = spawn(command, [...before, 'start', `--service=${service}`, '--log-format=json', ...args], {
        cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe']
    });

    const records = [];
    const text = [];
    const exited = new Promise(resolve => { child.on('close', (code, signal) => { resolve({ code, signal }); }); });

    const url = await new Promise((resolve, reject) =>
    {
        const timer = setTimeout(() => { child.kill('SIGKILL'); }, startLimit);
        const abort = () => { child.kill('SIGTERM'); };

        const take = line =>
        {
            const record = readRecord(line);
            const address = /^Server started at (\S+)$/.exec(record?.msg ?? '')?.[1];

            text.push(line);

            if (record !== undefined)
            {
                records.push(record);
                onRecord?.(record);
            }

            if (address !== undefined)
            {
                clearTimeout(timer);
                signal?.removeEventListener('abort', abort);
                resolve(address);
            }
        };

        createInterface({ input: child.stdout }).on('line', take);
        createInterface({ input: child.stderr }).on('line', take);
        signal?.addEventListener('abort', abort);
        child.on('error', reject);
        void exited.then(({ code, signal: by }) =>
        {
            clearTimeout(timer);
            signal?.removeEventListener('abort', abort);
            reject(new Error(`${name} ended with ${String(code ?? by)} before it served:\n${text.join('\n')}`));
        });
    });

    return {
        name, url, pid: child.pid, child, records, text, exited,
        async stop(reason = 'SIGTERM')
        {
            if (child.exitCode === null && child.signalCode === null)
            {
                child.kill(reason);
            }

            return exited;
        }
    };
}

function readRecord(line)
{
    try
    {
        const value = JSON.parse(line);

        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch
    {
        return undefined;
    }
}
