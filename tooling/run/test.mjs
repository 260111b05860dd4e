#!/usr/bin/env node
import './node-version.mjs';

import { install } from './install.mjs';
import { runNode, runTurbo } from './processes.mjs';
import { clearResults, readResults } from './results.mjs';

// Usage: npm test. Everything that must hold before a change is taken; CONTRIBUTING.md tells how to run one alone.
const sections = [
    { name: 'Setup', check: install, needed: true },
    { name: 'Build', check: () => runTurbo('build'), needed: true },
    { name: 'Types', check: () => runTurbo('types') },
    { name: 'Lint', check: () => runTurbo('lint') },
    { name: 'Layers', check: () => runNode('tooling/layers/check.mjs') },
    { name: 'Dead code', check: () => runNode('node_modules/knip/bin/knip.js', ['--no-config-hints']) },
    { name: 'Packages', check: () => runNode('tooling/packages/check.mjs') },
    { name: 'Tests of the packages and their READMEs', check: () => runTurbo('test', { filters: ['./packages/*', './tooling/*'] }) },
    // One at a time: they start clusters of processes and browsers of their own.
    { name: 'Tests of the applications, end to end', check: () => runTurbo('test', { filters: ['./apps/*'], concurrency: 1 }) }
];

await clearResults();

const failures = [];

for (const { name, check, needed } of sections)
{
    console.log(`\n── ${name} ${'─'.repeat(74 - name.length)}\n`);

    const start = performance.now();
    const code = await check();
    const time = `${((performance.now() - start) / 1000).toFixed(1)} s`;

    console.log(`\n${code === 0 ? '✓' : '✗'} ${name} (${time})`);

    if (code !== 0)
    {
        failures.push(name);

        if (needed)
        {
            break;
        }
    }
}

report(failures, await readResults());

function report(failures, { passed, failed, skipped, missing })
{
    const totals = `${passed} passed, ${failed} failed`;

    console.log('');

    if (skipped > 0)
    {
        console.log(`${skipped} skipped`);
    }

    if (failures.length > 0 || failed > 0 || missing.length > 0)
    {
        console.log(`${totals}\n`);
        failures.forEach(name => console.log(`Failed: ${name}`));

        if (missing.length > 0)
        {
            console.log(`No test results: ${missing.join(', ')}`);
        }

        process.exitCode = 1;
    }
    else
    {
        console.log(totals);
    }
}
