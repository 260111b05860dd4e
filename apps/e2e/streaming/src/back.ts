/** What ended, in order, and when. */
const ends: [name: string, at: number][] = [];

export async function* count(to: number): AsyncGenerator<number, string>
{
    for (let number = 1; number <= to; number++) { yield number; }

    return 'counted';
}

export async function* converse(): AsyncGenerator<string, string, string>
{
    let answer = yield 'Who?';

    for (;;)
    {
        try
        {
            answer = yield `Hello ${answer}`;
        }
        catch (error)
        {
            return (error as Error).message;
        }
    }
}

export async function sum(numbers: AsyncIterable<number>): Promise<number>
{
    let total = 0;

    for await (const number of numbers) { total += number; }

    return total;
}

/** So many megabytes, in pieces of 64 KB. */
export async function flood(megabytes: number): Promise<ReadableStream<Uint8Array>>
{
    let left = megabytes * 16;

    return new ReadableStream({
        type: 'bytes',
        pull(controller)
        {
            if (left-- > 0)
            {
                controller.enqueue(new Uint8Array(65_536).fill(left % 251));
            }
            else
            {
                controller.close();
            }
        }
    });
}

/** So many megabytes, in texts of 64 KB. */
export async function* lines(megabytes: number): AsyncGenerator<string>
{
    for (let left = megabytes * 16; left > 0; left--) { yield 'x'.repeat(65_533); }
}

export async function* watch(name: string): AsyncGenerator<number>
{
    try
    {
        for (let number = 0; ; number++)
        {
            yield number;
            await new Promise(resolve => setTimeout(resolve, 5));
        }
    }
    finally
    {
        ends.push([name, Date.now()]);
    }
}

export async function* hang(after: number): AsyncGenerator<number>
{
    for (let number = 0; number < after; number++) { yield number; }

    await new Promise(() => undefined);
}

export async function listen(signal: AbortSignal): Promise<unknown>
{
    return new Promise(resolve => signal.addEventListener('abort', () => resolve(signal.reason)));
}

export async function listEnds(): Promise<[name: string, at: number][]> { return ends; }
