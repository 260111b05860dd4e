#!/usr/bin/env node
import './node-version.mjs';

import { readOptions } from '../../apps/traders/demo/options.mjs';
import { install } from './install.mjs';
import { runNode, runTurbo } from './processes.mjs';

// Usage: npm run demo [-- --once --standalone]. Sets up, builds, and starts the demo of the reference application.
const args = process.argv.slice(2);

readOptions(args);

const steps = [
    install,
    () => runTurbo('build', { filters: ['traders'] }),
    () => runNode('apps/traders/demo/demo.mjs', args, { untilStopped: true })
];

for (const step of steps)
{
    process.exitCode = await step();

    if (process.exitCode !== 0)
    {
        break;
    }
}
