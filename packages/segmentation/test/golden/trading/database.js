import { readFileSync } from 'node:fs';

const rows = new Map([['2024-1', [{ id: 1, total: 10 }, { id: 2, total: 20 }]]]);

export function readOrders(year: number, month: number) { return rows.get(`${year}-${month}`) ?? []; }

export async function setUp() { readFileSync(new URL(import.meta.url)); }
