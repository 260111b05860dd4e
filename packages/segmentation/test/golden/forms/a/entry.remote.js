import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export async function all(n, label2) { return __run('a/all', '0.0.0', { 'n': n, 'label2': label2 }, this); }
