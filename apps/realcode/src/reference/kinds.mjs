import { types } from 'node:util';

/** Tells what the exports of a module are when it runs: `{ [name]: kind }`, as JSON, of the address in the first argument. */
const module = await import(JSON.parse(process.argv[2]));

process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(module).map(([name, value]) => [name, types.isAsyncFunction(value) ? 'async function' : typeof value]))));
