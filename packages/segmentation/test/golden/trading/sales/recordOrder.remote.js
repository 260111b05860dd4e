import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export async function recordOrder(order, $1, ...extras) { return __run('sales/recordOrder', '1.0.0', { 'order': order, '1': $1, '...extras': extras }, this); }
export async function* listOrders(count) { return yield* await __run('sales/listOrders', '0.0.0', { 'count': count }, this); }
