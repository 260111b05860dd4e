import { context } from 'jitar';

import { note } from '../shared/journal.js';

/** Takes so long unless its caller gives up before, and writes down when it began and when it heard of that. */
export async function watch(id: string, milliseconds: string): Promise<void>
{
    const { signal } = context() ?? {};

    await new Promise<void>(resolve =>
    {
        const timer = setTimeout(resolve, Number(milliseconds));

        signal?.addEventListener('abort', () =>
        {
            note(`${id}-left`);
            clearTimeout(timer);
            resolve();
        });

        note(id);
    });
}
