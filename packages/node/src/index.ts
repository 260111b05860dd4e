export { createNode } from './node.js';
export type { Node, NodeEvent, NodeOptions } from './node-options.js';
