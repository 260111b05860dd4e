import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Writes a response, in the pace in which it is read at the other end.
 *
 * A body that fails ends the connection, so that nobody takes the part that was sent for the whole; the reason stays
 * here.
 */
export async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void>
{
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
    });
}
