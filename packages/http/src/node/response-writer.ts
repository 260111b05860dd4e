import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Writes a response, in the pace in which it is read at the other end.
 *
 * A body that fails, or has another length than it announced, ends the connection, so that nobody takes the part that
 * was sent for the whole, or a part of it for the next answer; the reason stays here. A body that nobody waits for any
 * more is cancelled.
 */
export async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void>
{
    if (outgoing.destroyed)
    {
        await response.body?.cancel().catch(() => undefined);

        return;
    }

    // A file may change between the look at its size and the reading.
    outgoing.strictContentLength = true;
    outgoing.writeHead(response.status, toNodeHeaders(response.headers));

    if (response.body === null)
    {
        outgoing.end();

        return;
    }

    const reader = response.body.getReader();
    const leave = (): void => void reader.cancel().catch(() => undefined);

    outgoing.once('close', leave);

    // Who waits for a stream gets to know early that it has begun.
    if (!response.headers.has('content-length'))
    {
        outgoing.flushHeaders();
    }

    try
    {
        for (let read = await reader.read(); !read.done; read = await reader.read())
        {
            if (!outgoing.write(read.value))
            {
                await drained(outgoing);
            }
        }

        outgoing.end();
    }
    catch
    {
        leave();
        outgoing.destroy();
    }
    finally
    {
        outgoing.off('close', leave);
    }
}

function toNodeHeaders(headers: Headers): OutgoingHttpHeaders
{
    const result: OutgoingHttpHeaders = Object.fromEntries(headers);
    const cookies = headers.getSetCookie();

    return cookies.length === 0 ? result : { ...result, 'set-cookie': cookies };
}

function drained(outgoing: ServerResponse): Promise<void>
{
    return new Promise(resolve =>
    {
        function end(): void
        {
            outgoing.off('drain', end);
            outgoing.off('close', end);
            resolve();
        }

        outgoing.once('drain', end);
        outgoing.once('close', end);

        if (outgoing.destroyed)
        {
            end();
        }
    });
}
