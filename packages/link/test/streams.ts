import type { EncodedPayload, Outcome, PayloadStream, StreamRequest, StreamStep } from '@jitar/protocol';

/** A stream of which the test decides what comes of each request. */
export interface TestStream extends PayloadStream
{
    readonly requests: StreamRequest[];
    stopped: boolean;
}

export function createStream(produce: (request: StreamRequest, count: number) => StreamStep | Promise<StreamStep>, kind: PayloadStream['kind'] = 'generator', timeout?: number): TestStream
{
    const stream: TestStream = {
        kind,
        ...timeout !== undefined && { timeout },
        requests: [],
        stopped: false,
        next: async (request = { how: 'next' }) => produce(request, stream.requests.push(request) - 1),
        stop: () => { stream.stopped = true; }
    };

    return stream;
}

/** A stream of texts. */
export function createItems(...texts: string[]): TestStream
{
    return createStream((_, count) => count < texts.length ? item(texts[count]!) : { done: true });
}

/** A stream of as many octets, in chunks. */
export function createOctets(total: number, chunk: number): TestStream
{
    let left = total;

    return createStream(() =>
    {
        const length = Math.min(left, chunk);

        left -= length;

        return length === 0 ? { done: true } : { done: false, bytes: new Uint8Array(length).fill(7) };
    }, 'bytes');
}

export function item(text: string): StreamStep
{
    return { done: false, payload: { form: 'tagged', text } };
}

export function withStreams(...streams: PayloadStream[]): EncodedPayload
{
    return { form: 'tagged', text: `{"$tagged":1,"value":[${streams.map((_, index) => `"$Stream:#${String(index)}"`).join()}]}`, streams };
}

export function streamOutcome(...streams: PayloadStream[]): Outcome
{
    return { result: withStreams(...streams), headers: {} };
}

export function streamsOf({ result }: Outcome): readonly PayloadStream[]
{
    return (result as EncodedPayload).streams ?? [];
}

export async function readTexts(stream: PayloadStream): Promise<string[]>
{
    const texts: string[] = [];

    for (let step = await stream.next(); !step.done; step = await stream.next())
    {
        texts.push('bytes' in step ? `${step.bytes.length}` : (step.payload as EncodedPayload).text);
    }

    return texts;
}
