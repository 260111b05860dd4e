import { runCli } from './command-line.js';

process.exitCode = await runCli(process.argv.slice(2));
