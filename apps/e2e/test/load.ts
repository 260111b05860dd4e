import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** A call that was made, and what came of it. */
export interface MadeCall
{
    readonly id: string;
    readonly started: number;
    /** Absent: it has not ended. */
    ended?: number;
    /** The HTTP status; 0 where no answer came. */
    status?: number;
    /** The text of the answer; of an error its code. */
    text?: string;
    /** Of a refusal: when to come again, in seconds. */
    retryAfter?: string | undefined;
}

/** Calls that are made until they are ended. */
export interface Load
{
    readonly calls: readonly MadeCall[];
    /** Resolves when so many calls more have succeeded. */
    succeeded(count: number): Promise<void>;
    /** Makes no more calls, and waits for those that run. */
    end(): Promise<void>;
}

export interface LoadOptions
{
    /** Where the procedure is, with `{id}` where the name of the call belongs. */
    readonly url: string;
    /** Calls a second, if the machine can. */
    readonly rate: number;
    /** Calls at a time at most, so that a machine that cannot does not drown. */
    readonly atATime: number;
    /** Makes one; default: `fetch`. */
    readonly ask?: (url: string) => Promise<Answered>;
}

/** What a caller gets to know. */
interface Answered
{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

/** Makes calls at a rate, whatever becomes of them. */
export function startLoad({ url, rate, atATime, ask = askByFetch }: LoadOptions): Load
{
    const calls: MadeCall[] = [];
    let over = false;

    const call = async (id: string): Promise<void> =>
    {
        const made: MadeCall = { id, started: performance.now() };

        calls.push(made);

        try
        {
            const { status, headers, body } = await ask(url.replace('{id}', id));

            made.text = status === 200 ? body : headers['x-jitar-error-code'] ?? '';
            made.retryAfter = headers['retry-after'];
            made.status = status;
        }
        catch (error)
        {
            made.text = String((error as Error).cause ?? error);
            made.status = 0;
        }

        made.ended = performance.now();
    };

    const generating = pace({ rate, atATime, isOver: () => over }, number => call(`call-${String(number)}`));

    return {
        calls,

        async succeeded(count)
        {
            const before = calls.filter(isSuccess).length;

            while (calls.filter(isSuccess).length < before + count)
            {
                await wait(10);
            }
        },

        async end()
        {
            over = true;

            await generating;
        }
    };
}

/** How calls follow one another. */
export interface PaceOptions extends Pick<LoadOptions, 'rate' | 'atATime'>
{
    readonly isOver: () => boolean;
    /** Whether no new call is made for the moment. */
    readonly isPaused?: () => boolean;
}

/** Makes calls at a rate until it is over, and waits for those that run. What could not be made in time is made up for. */
export async function pace({ rate, atATime, isOver, isPaused = () => false }: PaceOptions, make: (number: number) => Promise<void>): Promise<void>
{
    const running = new Set<Promise<void>>();
    const begin = performance.now();
    let count = 0;

    while (!isOver())
    {
        const due = (performance.now() - begin) / 1000 * rate;

        while (count < due && running.size < atATime && !isPaused())
        {
            const made: Promise<void> = make(count++).finally(() => { running.delete(made); });

            running.add(made);
        }

        await wait(2);
    }

    await Promise.all(running);
}

/** Keeps so many calls under way for a while. @returns How many a second succeeded. */
export async function findThroughput({ url, atATime, ask = askByFetch }: Omit<LoadOptions, 'rate'>, milliseconds: number): Promise<number>
{
    const begin = performance.now();
    let succeeded = 0;

    await Promise.all(Array.from({ length: atATime }, async () =>
    {
        while (performance.now() < begin + milliseconds)
        {
            const { status } = await ask(url);

            succeeded += status === 200 ? 1 : 0;
        }
    }));

    return succeeded / (performance.now() - begin) * 1_000;
}

async function askByFetch(url: string): Promise<Answered>
{
    const response = await fetch(url);

    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

export function isSuccess({ status }: MadeCall): boolean
{
    return status === 200;
}

export function isFailure(call: MadeCall): boolean
{
    return call.status !== undefined && !isSuccess(call);
}
