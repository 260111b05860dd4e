import { Socket } from 'node:net';

import { note } from '../shared/journal.js';

/** Writes down that it ran, and cuts all connections of its process, as a network does that fails. */
async function cut(id: string): Promise<void>
{
    note(id);

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
