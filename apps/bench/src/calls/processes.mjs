import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

/** Runs a process to its end. */
export const runProcess = (args, { cwd }) => promisify(execFile)(process.execPath, args, { cwd });

/** Starts a process, and waits until a line of its output fits. */
export function startProcess(name, args, { ready, cwd, env = {} })
{
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', ...env } });
    let output = '';

    const exited = new Promise(resolve => child.once('exit', (code, signal) => resolve(code ?? signal)));

    const started = new Promise((resolve, reject) =>
    {
        const read = chunk =>
        {
            output += chunk;

            if (ready.test(output))
            {
                resolve();
            }
        };

        child.stdout.setEncoding('utf8').on('data', read);
        child.stderr.setEncoding('utf8').on('data', read);
        child.once('error', reject);
        void exited.then(code => reject(new Error(`${name} ended with ${code}:\n${output}`)));
    });

    return {
        started,
        async stop()
        {
            child.kill('SIGKILL');
            await exited;
        }
    };
}

/** So many ports of the loopback address that nothing uses. */
export async function findPorts(count)
{
    const servers = await Promise.all(Array.from({ length: count }, () => new Promise((resolve, reject) =>
    {
        const server = createServer();

        server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server));
    })));

    const ports = servers.map(server => server.address().port);

    await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));

    return ports;
}
