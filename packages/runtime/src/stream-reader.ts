import type { Payload, PayloadStream, StreamRequest, StreamStep } from '@jitar/protocol';

import type { StreamForm } from './stream-form.js';

/** How many values of a ReadableStream are asked for before they are read, once it is read: as many as hide the way. */
const readAhead = 16;

/** A stream that nobody can read any more is stopped. */
const abandoned: FinalizationRegistry<PayloadStream> = new FinalizationRegistry(stream => stream.stop());

/** Makes what the application reads of a stream on its way: what it was where it came from. */
export function createStreamReader(stream: PayloadStream, form: StreamForm): object
{
    const reader = createReader(stream, form);

    if (stream.kind !== 'signal')
    {
        abandoned.register(reader, stream);
    }

    return reader;
}

function createReader(stream: PayloadStream, form: StreamForm): object
{
    switch (stream.kind)
    {
        case 'generator': return new StreamGenerator(stream, form);
        case 'values': return readValues(stream, form);
        case 'bytes': return readBytes(stream, form);
        case 'signal': return readSignal(stream, form);
    }
}

const asyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf((async function* () { /* For its prototypes. */ })()))) as object;

/** An async generator whose body is elsewhere: each request is one to that body. */
class StreamGenerator implements AsyncIterableIterator<unknown>
{
    static
    {
        Object.setPrototypeOf(this.prototype, asyncIteratorPrototype);
    }

    readonly #stream: PayloadStream;
    readonly #form: StreamForm;

    #over = false;
    /** A request whose value has to be written first; those after it wait. */
    #writing: Promise<unknown> | undefined;

    constructor(stream: PayloadStream, form: StreamForm)
    {
        this.#stream = stream;
        this.#form = form;
    }

    next(value?: unknown): Promise<IteratorResult<unknown>>
    {
        return this.#over ? Promise.resolve({ done: true, value: undefined }) : this.#ask('next', value);
    }

    async return(value?: unknown): Promise<IteratorResult<unknown>>
    {
        const returned = await value;

        return this.#over ? { done: true, value: returned } : this.#ask('return', returned);
    }

    async throw(error: unknown): Promise<IteratorResult<unknown>>
    {
        if (this.#over)
        {
            throw error;
        }

        return this.#ask('throw', error);
    }

    get [Symbol.toStringTag](): string
    {
        return 'AsyncGenerator';
    }

    [Symbol.asyncIterator](): this
    {
        return this;
    }

    async #ask(how: StreamRequest['how'], value: unknown): Promise<IteratorResult<unknown>>
    {
        try
        {
            const step = await this.#request(how, value);
            const read = step.done && step.payload === undefined ? undefined : 'bytes' in step ? step.bytes : this.#form.read(step.payload as Payload);

            this.#over ||= step.done;

            return { done: step.done, value: read };
        }
        catch (error)
        {
            this.#over = true;
            this.#stream.stop();

            throw await this.#form.fail(error);
        }
    }

    #request(how: StreamRequest['how'], value: unknown): Promise<StreamStep>
    {
        if (value === undefined && this.#writing === undefined)
        {
            return this.#stream.next({ how });
        }

        const writing = Promise.resolve(this.#writing).then(() => value === undefined ? undefined : this.#form.write(value));
        const done = writing.catch(() => undefined).then(() => { this.#writing = this.#writing === done ? undefined : this.#writing; });

        this.#writing = done;

        return writing.then(payload => this.#stream.next(payload === undefined ? { how } : { how, value: payload }));
    }
}

function readValues(stream: PayloadStream, form: StreamForm): ReadableStream<unknown>
{
    const asked: Promise<StreamStep>[] = [];

    return new ReadableStream<unknown>({
        async pull(controller)
        {
            while (asked.length < readAhead)
            {
                const step = stream.next();

                // It fails when it is its turn.
                step.catch(() => undefined);
                asked.push(step);
            }

            await read(stream, form, async () =>
            {
                const step = await asked.shift();

                if (step === undefined || step.done)
                {
                    controller.close();
                }
                else
                {
                    controller.enqueue('bytes' in step ? step.bytes : form.read(step.payload));
                }
            });
        },
        cancel: () => stream.stop()
    }, { highWaterMark: 0 });
}

function readBytes(stream: PayloadStream, form: StreamForm): ReadableStream<Uint8Array>
{
    return new ReadableStream({
        type: 'bytes',
        async pull(controller)
        {
            await read(stream, form, async () =>
            {
                const step = await stream.next();

                if (!('bytes' in step))
                {
                    controller.close();
                    // Who brought memory of its own gets it back.
                    controller.byobRequest?.respond(0);
                }
                else if (step.bytes.length > 0)
                {
                    // Memory of its own: the stream takes it over.
                    controller.enqueue(step.bytes.slice());
                }
            });
        },
        cancel: () => stream.stop()
    });
}

async function read(stream: PayloadStream, form: StreamForm, step: () => Promise<void>): Promise<void>
{
    try
    {
        await step();
    }
    catch (error)
    {
        stream.stop();

        throw await form.fail(error);
    }
}

/** Is aborted when the other side is; and when that is gone, for then nobody wants what was asked for. */
function readSignal(stream: PayloadStream, form: StreamForm): AbortSignal
{
    const controller = new AbortController();

    void (async () =>
    {
        try
        {
            const step = await stream.next();

            if (step.done && step.payload !== undefined)
            {
                controller.abort(form.read(step.payload));
            }
        }
        catch (error)
        {
            controller.abort(await form.fail(error));
        }
    })();

    return controller.signal;
}
