import { converse, count, flood, hang, lines, listEnds, listen, sum, watch } from './back.js';

export async function* doubled(to: string): AsyncGenerator<number, string>
{
    const numbers = count(Number(to));

    for (;;)
    {
        const { done, value } = await numbers.next();

        if (done === true) { return value; }

        yield value * 2;
    }
}

export async function conversation(): Promise<unknown>
{
    const talk = converse();

    return [await talk.next('unheard'), await talk.next('Ada'), await talk.throw(new Error('enough')), await talk.next('late')];
}

export async function summed(to: string): Promise<number>
{
    return sum(count(Number(to)));
}

export async function relayed(megabytes: string): Promise<ReadableStream<Uint8Array>>
{
    return flood(Number(megabytes));
}

export async function* rows(megabytes: string): AsyncGenerator<string>
{
    yield* lines(Number(megabytes));
}

export async function* watched(name: string): AsyncGenerator<number>
{
    yield* watch(name);
}

export async function* stuck(after: string): AsyncGenerator<number>
{
    yield* hang(Number(after));
}

export async function aborted(): Promise<unknown>
{
    const controller = new AbortController();
    const answer = listen(controller.signal);

    setTimeout(() => controller.abort({ why: 'enough' }), 50);

    return answer;
}

export async function ends(): Promise<unknown> { return listEnds(); }
