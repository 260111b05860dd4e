export { createProxy } from './proxy.js';
export type { ProxyOptions } from './proxy.js';
