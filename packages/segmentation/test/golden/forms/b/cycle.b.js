import { ping } from '../a/cycle.remote.js?b';
import { helper } from './forms.b.js';

export async function pong(n: number): Promise<string> { return n === 0 ? helper('pong') : `${await ping(n - 1)}-`; }
