export { startClient } from '@jitar/client';
export type { Client, ClientOptions } from '@jitar/client';
