#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';

import { measureCoverage } from './coverage.mjs';
import { formatCoverage, putCoverage, readme } from './report.mjs';

// Usage: pnpm coverage. Writes the table of what comes back as it was into the README of the codec.
const tables = formatCoverage(await measureCoverage());

await writeFile(readme, putCoverage(await readFile(readme, 'utf8'), tables));
console.log(tables);
