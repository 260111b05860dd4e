import { register } from 'node:module';

import { crossings, refusals, runIn } from './crossing.mjs';

/**
 * Runs a program unsplit, with copies at the boundaries that it is told: `{ driver, boundaries }`, as JSON in the first
 * argument. Writes what it did, the calls that crossed, and what could not be copied, as JSON.
 */
const { driver, boundaries } = JSON.parse(process.argv[2]);

register('./hooks.mjs', import.meta.url, { data: boundaries });

const { drive } = await import(driver);
const record = await runIn('entry', drive);

// After what the program itself may have written.
process.stdout.write('\n' + JSON.stringify({ record, crossings, refusals }));
