import { note } from '../shared/journal.js';

/** Writes down that it ran, takes a moment, and tells in which process. */
async function record(id: string, milliseconds: string): Promise<number>
{
    note(id);
    await new Promise(resolve => setTimeout(resolve, Number(milliseconds)));

    return process.pid;
}

export async function recordOften(id: string, milliseconds: string): Promise<number> { return record(id, milliseconds); }

export async function recordOnce(id: string, milliseconds: string): Promise<number> { return record(id, milliseconds); }
