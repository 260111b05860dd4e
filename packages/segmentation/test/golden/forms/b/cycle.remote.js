import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export async function pong(n) { return __run('b/pong', '0.0.0', { 'n': n }, this); }
