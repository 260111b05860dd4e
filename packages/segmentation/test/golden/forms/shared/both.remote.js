import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export async function twice(n) { return __run('shared/twice', '0.0.0', { 'n': n }, this); }
