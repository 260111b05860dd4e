/** What this middleware needs to know of a call. */
interface Call
{
    readonly fqn: string;
    readonly version?: string | undefined;
    getHeader(name: string): string | undefined;
}

/** What it needs to know of an answer. */
interface Answer
{
    readonly status?: number | undefined;
}

/** Logs who called what, and how it ended. */
export default async function logCalls<Result extends Answer>(call: Call, next: () => Promise<Result>): Promise<Result>
{
    const start = performance.now();
    const name = call.version === undefined ? call.fqn : `${call.fqn} ${call.version}`;
    const who = readable(call.getHeader('user-agent') ?? 'somebody');

    // Calls are logged beside the output, not in it.
    const log = (end: string): void => console.error(`[calls] ${name} by ${who}: ${end}, ${(performance.now() - start).toFixed(0)} ms`);

    try
    {
        const answer = await next();

        log(answer.status === undefined ? 'answered' : `answered ${answer.status}`);

        return answer;
    }
    catch (error)
    {
        log(`failed, ${readable(error instanceof Error ? `${error.name}: ${error.message}` : String(error))}`);

        throw error;
    }
}

// A caller chooses the header: it must not be able to write a line of its own into the log.
function readable(text: string): string
{
    return text.replace(/[^\x20-\x7e\u00a0-\u{10ffff}]/gu, '?').slice(0, 120);
}
