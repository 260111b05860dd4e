export { createGateway } from './gateway.js';
export type { Gateway, GatewayEvent, GatewayOptions, MonitorOptions } from './gateway-options.js';
