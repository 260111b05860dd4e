import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export default async function(n) { return __run('b/forms', '0.0.0', { 'n': n }, this); }
export async function arrow(shape, $1) { return __run('b/arrow', '2.0.0', { 'shape': shape, '1': $1 }, this); }
export async function expression(depth) { return __run('b/expressed', '0.0.0', { 'depth': depth }, this); }
export async function withDefaults(a, b, $2, ...rest) { return __run('b/withDefaults', '0.0.0', { 'a': a, 'b': b, '2': $2, '...rest': rest }, this); }
async function __stub(n) { return __run('b/delete', '0.0.0', { 'n': n }, this); }
export { __stub as delete };
async function __stub1(n) { return __run('b/with-dash', '0.0.0', { 'n': n }, this); }
export { __stub1 as 'with-dash' };
