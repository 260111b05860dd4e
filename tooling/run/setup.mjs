#!/usr/bin/env node
import './node-version.mjs';

import { install } from './install.mjs';

// Usage: npm run setup. Installs what a fresh clone, or a new lockfile, needs.
process.exitCode = await install();

if (process.exitCode === 0)
{
    console.log('Set up. Next: npm run demo, or npm test.');
}
