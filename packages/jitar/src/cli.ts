import { runCli } from './command-line.js';

// Whoever read the output may be gone, and a service outlives its log: unheard, each failed write would be an
// exception that is logged, and so fails again.
for (const stream of [process.stdout, process.stderr])
{
    stream.on('error', () => undefined);
}

process.exitCode = await runCli(process.argv.slice(2));
