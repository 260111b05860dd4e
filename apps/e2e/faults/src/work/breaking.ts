import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

/** Writes down that it ran, and cuts all connections of its process, as a network does that fails. */
async function cut(id: string): Promise<void>
{
    appendFileSync(process.env['JOURNAL'] ?? '', `${id} ${String(process.pid)}\n`);

    // No public function of Node knows them; standard output is among them.
    for (const handle of (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles())
    {
        if (handle instanceof Socket && handle.remoteAddress !== undefined)
        {
            handle.resetAndDestroy();
        }
    }
}

export async function cutOften(id: string): Promise<void> { return cut(id); }

export async function cutOnce(id: string): Promise<void> { return cut(id); }
