#!/usr/bin/env node
import { parseArgs } from 'node:util';

import { measureBuild } from './build/build.mjs';
import { measureCalls } from './calls/calls.mjs';
import { measureGrowth } from './growth/growth.mjs';
import { formatTable } from './table.mjs';
import { measureValues } from './values/values.mjs';

// Usage: pnpm bench <name> [--json]. With --json the last line of stdout is one object of figure names and numbers.
const benchmarks = { build: measureBuild, calls: measureCalls, growth: measureGrowth, values: measureValues };

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const measure = benchmarks[positionals[0]];

if (measure === undefined)
{
    console.error(`Usage: pnpm bench <${Object.keys(benchmarks).join('|')}> [--json]`);
    process.exitCode = 2;
}
else
{
    const { title, columns, rows, figures } = await measure();

    console.log(`${title} (Node ${process.versions.node})\n`);
    console.log(formatTable(columns, rows));

    if (values.json)
    {
        console.log(JSON.stringify(figures));
    }
}
