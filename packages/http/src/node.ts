export { toNodeHandler } from './node/node-handler.js';
export type { NodeHandler } from './node/node-handler.js';
export { serve } from './node/serve.js';
export type { Servable, ServeOptions, Serving } from './node/serve.js';
export { createWebSocketTransport } from './node/web-socket-transport.js';
export type { WebSocketTransportOptions } from './node/web-socket-transport.js';
