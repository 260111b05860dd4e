import type { PayloadStream, StreamRequest, StreamStep } from '@jitar/protocol';

import type { StreamForm } from './stream-form.js';

const pull: StreamRequest = { how: 'next' };

/**
 * Makes the stream that travels of one that the application has: an async iterable, a ReadableStream, or an AbortSignal.
 * Nothing of it runs before it is asked for; a ReadableStream is locked at once.
 */
export function createStreamSource(stream: object, form: StreamForm): PayloadStream
{
    if (stream instanceof AbortSignal)
    {
        return new SignalSource(stream, form);
    }

    return stream instanceof ReadableStream ? new ReadableSource(stream as ReadableStream<unknown>, form) : new IterableSource(stream as AsyncIterable<unknown>, form);
}

/** Answers one request after the other, whatever comes of those before; after the end it only says that. */
abstract class Source implements PayloadStream
{
    abstract readonly kind: PayloadStream['kind'];

    protected readonly form: StreamForm;
    protected over = false;

    #last: Promise<unknown> = Promise.resolve();

    constructor(form: StreamForm)
    {
        this.form = form;
    }

    next(request: StreamRequest = pull): Promise<StreamStep>
    {
        const step = this.#last.then(() => this.#step(request));

        this.#last = step.catch(() => undefined);

        return step;
    }

    stop(): void
    {
        if (!this.over)
        {
            this.over = true;
            Promise.resolve().then(() => this.release()).catch(() => undefined);
        }
    }

    protected abstract produce(request: StreamRequest): Promise<StreamStep>;
    /** Gives up what produces the items; what comes of that nobody hears. */
    protected abstract release(): unknown;

    async #step(request: StreamRequest): Promise<StreamStep>
    {
        if (this.over)
        {
            return { done: true };
        }

        try
        {
            const step = await this.produce(request);

            this.over ||= step.done;

            return step;
        }
        catch (error)
        {
            const failure = await this.form.fail(error);

            this.stop();

            throw failure;
        }
    }

}

/** An async generator, or anything else that has an async iterator. */
class IterableSource extends Source
{
    readonly kind = 'generator';

    readonly #iterable: AsyncIterable<unknown>;

    #iterator: AsyncIterator<unknown> | undefined;

    constructor(iterable: AsyncIterable<unknown>, form: StreamForm)
    {
        super(form);

        this.#iterable = iterable;
    }

    protected async produce({ how, value }: StreamRequest): Promise<StreamStep>
    {
        const passed = value === undefined ? undefined : this.form.read(value);
        const iterator = this.#iterator ??= this.#iterable[Symbol.asyncIterator]();
        const result = await ask(iterator, how, passed);

        if (result.done === true)
        {
            return result.value === undefined ? { done: true } : { done: true, payload: await this.form.write(result.value) };
        }

        return { done: false, payload: await this.form.write(result.value) };
    }

    protected release(): unknown
    {
        // One that nobody iterated may be an iterator itself.
        return (this.#iterator ?? this.#iterable as Partial<AsyncIterator<unknown>>).return?.();
    }
}

async function ask(iterator: AsyncIterator<unknown>, how: StreamRequest['how'], value: unknown): Promise<IteratorResult<unknown>>
{
    if (how === 'next')
    {
        return iterator.next(value);
    }

    if (how === 'return')
    {
        return iterator.return === undefined ? { done: true, value } : iterator.return(value);
    }

    if (iterator.throw !== undefined)
    {
        return iterator.throw(value);
    }

    await iterator.return?.();

    throw value;
}

class ReadableSource extends Source
{
    readonly kind: 'values' | 'bytes';

    readonly #reader: ReadableStreamDefaultReader<unknown>;

    constructor(stream: ReadableStream<unknown>, form: StreamForm)
    {
        super(form);

        this.kind = hasBytes(stream) ? 'bytes' : 'values';
        this.#reader = stream.getReader();
    }

    protected async produce(): Promise<StreamStep>
    {
        const read = await this.#reader.read();

        if (read.done)
        {
            return { done: true };
        }

        return this.kind === 'bytes' ? { done: false, bytes: read.value as Uint8Array } : { done: false, payload: await this.form.write(read.value) };
    }

    protected release(): unknown
    {
        return this.#reader.cancel();
    }
}

/** Only a stream of bytes can be read into memory of the reader's. */
function hasBytes(stream: ReadableStream<unknown>): boolean
{
    try
    {
        stream.getReader({ mode: 'byob' }).releaseLock();

        return true;
    }
    catch
    {
        return false;
    }
}

class SignalSource implements PayloadStream
{
    readonly kind = 'signal';

    readonly #signal: AbortSignal;
    readonly #form: StreamForm;
    readonly #stopped = new AbortController();

    constructor(signal: AbortSignal, form: StreamForm)
    {
        this.#signal = signal;
        this.#form = form;
    }

    async next(): Promise<StreamStep>
    {
        await new Promise<void>(resolve =>
        {
            for (const signal of [this.#signal, this.#stopped.signal])
            {
                signal.addEventListener('abort', () => resolve(), { once: true, signal: this.#stopped.signal });
            }

            if (this.#signal.aborted || this.#stopped.signal.aborted)
            {
                resolve();
            }
        });

        if (this.#stopped.signal.aborted)
        {
            return { done: true };
        }

        this.stop();

        try
        {
            return { done: true, payload: await this.#form.write(this.#signal.reason) };
        }
        catch
        {
            // Aborted it is, whatever the reason.
            return { done: true, payload: await this.#form.write(undefined) };
        }
    }

    stop(): void
    {
        this.#stopped.abort();
    }
}
