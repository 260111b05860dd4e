export { startClient } from './client.js';
export type { Client, ClientOptions, ImportModule } from './open-client.js';
