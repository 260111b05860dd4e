/** A place in a trace: W3C Trace Context, level 1 (https://www.w3.org/TR/trace-context-1/). */
export interface Span
{
    /** 32 hexadecimal digits. */
    readonly traceId: string;
    /** 16 hexadecimal digits. */
    readonly spanId: string;
    readonly parentId: string | undefined;
    /** Two hexadecimal digits. */
    readonly flags: string;
}

/** A span that is made when it is first asked for, and the same one from then on. */
export type LazySpan = () => Span;

/** Later versions may append fields to the four that version 00 has. */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` header; `undefined` for none, or one that is not valid and so must be ignored. */
export function parseTraceparent(text: string | undefined): Span | undefined
{
    const match = text === undefined ? null : pattern.exec(text);

    if (match === null || (match[1] === '00' && match[5] !== undefined))
    {
        return undefined;
    }

    const [, , traceId = '', spanId = '', flags = ''] = match;

    return { traceId, spanId, parentId: undefined, flags };
}

/** Writes a `traceparent` header. */
export function formatTraceparent(span: Span): string
{
    return `00-${span.traceId}-${span.spanId}-${span.flags}`;
}

/** Starts a span below another one, or a trace where there is none; a new trace is marked as sampled. */
export function startSpan(parent: Span | undefined): Span
{
    return {
        traceId: parent?.traceId ?? randomDigits(16),
        spanId: randomDigits(8),
        parentId: parent?.spanId,
        flags: parent?.flags ?? '01'
    };
}

/** Starts a span below another one when it is first asked for. */
export function lazySpan(parent: () => Span | undefined): LazySpan
{
    let span: Span | undefined;

    return () => span ??= startSpan(parent());
}

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Random bytes for many spans: asking the host takes as long for a few as for all of these. */
const pool = new Uint8Array(4096);

let used = pool.length;

function randomDigits(bytes: number): string
{
    if (used + bytes > pool.length)
    {
        crypto.getRandomValues(pool);
        used = 0;
    }

    let text = '';

    for (const end = used + bytes; used < end; used++)
    {
        text += digits[pool[used] ?? 0] ?? '';
    }

    return text;
}
