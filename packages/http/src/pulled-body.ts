/** A piece of a body, and whether it is the last one. */
export interface PulledChunk
{
    readonly chunk: Uint8Array;
    readonly last: boolean;
}

/**
 * A body of which nothing is made before there is room for it.
 *
 * @param cancel - The reader has left.
 */
export function createPulledBody(next: () => Promise<PulledChunk>, cancel: () => void): ReadableStream<Uint8Array<ArrayBuffer>>
{
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
        async pull(controller)
        {
            const { chunk, last } = await next();

            if (chunk.length > 0)
            {
                controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
            }

            if (last)
            {
                controller.close();
            }
            else if (chunk.length === 0)
            {
                // Nothing was given, so nobody would ask again.
                await this.pull?.(controller);
            }
        },
        cancel
    }, { highWaterMark: 0 });
}
