import { RemoteFailure, describeFailure } from '@jitar/protocol';
import type { EncodedPayload, FailureEnvelope, Invoker, Payload, PayloadStream, StreamRequest, StreamStep } from '@jitar/protocol';

/** What lies between two processes: nothing but text and bytes gets through, and streams a step at a time. */
export function wire(invoker: Invoker): Invoker
{
    return {
        async invoke(call)
        {
            const { result, headers } = await carry(() => invoker.invoke({ ...call, args: cross(call.args), headers: { ...call.headers } }));

            return { result: cross(result), headers };
        }
    };
}

async function carry<Result>(work: () => Promise<Result>): Promise<Result>
{
    try
    {
        return await work();
    }
    catch (error)
    {
        const { payload, ...envelope } = describeFailure(error);

        throw new RemoteFailure({ ...JSON.parse(JSON.stringify(envelope)) as FailureEnvelope, ...payload !== undefined && { payload: cross(payload) } });
    }
}

function cross<Kind extends Payload>(payload: Kind): Kind
{
    const { parts, streams, ...rest } = payload as EncodedPayload;

    return {
        ...JSON.parse(JSON.stringify(rest)) as Kind,
        ...parts !== undefined && { parts: parts.map(part => part.slice()) },
        ...streams !== undefined && { streams: streams.map(crossStream) }
    };
}

function crossStream(stream: PayloadStream): PayloadStream
{
    return {
        kind: stream.kind,
        ...stream.timeout !== undefined && { timeout: stream.timeout },
        next: async (request = { how: 'next' }) => crossStep(await carry(() => stream.next(crossRequest(request)))),
        stop: () => stream.stop()
    };
}

function crossRequest({ how, value }: StreamRequest): StreamRequest
{
    return value === undefined ? { how } : { how, value: cross(value) };
}

function crossStep(step: StreamStep): StreamStep
{
    if ('bytes' in step)
    {
        return { done: false, bytes: step.bytes.slice() };
    }

    return step.payload === undefined ? step : { ...step, payload: cross(step.payload) };
}
