import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export async function ping(n) { return __run('a/ping', '0.0.0', { 'n': n }, this); }
