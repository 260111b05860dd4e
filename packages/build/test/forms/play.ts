import { fork } from 'node:child_process';

/** What is to be run. */
export interface Performance
{
    /** `unsplit`: as Node runs it; `split`: with a runtime for each folder. */
    readonly kind: 'unsplit' | 'split';
    readonly folders: readonly string[];
    /** For each folder the segments that its runtime loads. */
    readonly segments?: readonly (readonly string[])[];
    readonly entry?: string | undefined;
    readonly outer?: string | undefined;
}

/** A process that runs applications. */
export interface Player
{
    /** Runs an application, and answers with a text that says all about the outcome. */
    readonly play: (performance: Performance) => Promise<string>;
    readonly end: () => void;
}

/** Starts a process without anything of the test in it, in which modules are what Node makes of them. */
export function createPlayer(): Player
{
    const child = fork(new URL('player.mjs', import.meta.url), { execArgv: ['--no-warnings'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const waiting = new Map<number, (outcome: string) => void>();
    let last = 0;
    let ended: string | undefined;

    child.on('message', (message: { readonly id: number; readonly outcome: string }) =>
    {
        waiting.get(message.id)?.(message.outcome);
        waiting.delete(message.id);
    });

    child.on('exit', code =>
    {
        const outcome = `Error: the process ended with ${String(code)}.`;

        ended = outcome;
        waiting.forEach(answer => answer(outcome));
    });

    return {
        play: performance => new Promise(resolve =>
        {
            if (ended !== undefined)
            {
                resolve(ended);

                return;
            }

            waiting.set(++last, resolve);
            child.send({ ...performance, id: last, entry: performance.entry ?? 'main' });
        }),
        end: () => void child.kill()
    };
}
