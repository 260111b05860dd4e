import { pong } from '../b/cycle.remote.js?a';

export async function ping(n: number): Promise<string> { return n === 0 ? 'ping' : `${await pong(n - 1)}+`; }
