import { log } from '../shared/log.b.js';
import { pong } from './cycle.b.js';

export interface Shape { kind: string }
export interface Options { depth: number }

export default async function (n: number): Promise<number> { return n + 1; }

export const arrow = async (shape: Shape, [x, { m: y = 0 }]: [number, { m?: number }]): Promise<string> => `${shape.kind}${x}${y}`;

export const expression = async function named(this: unknown, depth: number): Promise<string> { return `${log()}:${depth}`; };

export async function withDefaults(a: number, b: number = a + 1, { c = b + 1 }: { c?: number } = {}, ...rest: number[]): Promise<number[]> { return [a, b, c, ...rest]; }

const hidden = async (n: number): Promise<string> => pong(n);

export { hidden as delete, hidden as 'with-dash' };

export function helper(text: string): string { return text.toUpperCase(); }
