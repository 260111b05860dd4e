import { appendFileSync } from 'node:fs';

/** Writes down that it ran, takes a moment, and tells in which process. */
async function record(id: string, milliseconds: string): Promise<number>
{
    appendFileSync(process.env['JOURNAL'] ?? '', `${id} ${String(process.pid)}\n`);
    await new Promise(resolve => setTimeout(resolve, Number(milliseconds)));

    return process.pid;
}

export async function recordOften(id: string, milliseconds: string): Promise<number> { return record(id, milliseconds); }

export async function recordOnce(id: string, milliseconds: string): Promise<number> { return record(id, milliseconds); }
