import type { Caller } from './invocation.js';

/** A call that starts somewhere. */
export interface CallStart
{
    readonly fqn: string;
    readonly version: string | undefined;
    /** `run`: the procedure itself; `local`: into another segment of this process; `forward`: to another process. */
    readonly kind: 'run' | 'local' | 'forward';
    /** The member where this happens. */
    readonly member: string;
    readonly segment: string | undefined;
    readonly caller: Caller;
    /** When: milliseconds on this process's `performance.now()`. */
    readonly at: number;
    /** W3C trace context: 32, 16 and 16 hexadecimal digits; empty for an observer that reports no spans. */
    readonly traceId: string;
    readonly spanId: string;
    readonly parentId: string | undefined;
}

/** How it ended. */
export interface CallEnd
{
    readonly outcome: 'ok' | 'error';
    readonly error?: unknown;
    /** Milliseconds. */
    readonly duration: number;
    /** The member that the call was forwarded to. */
    readonly target?: string;
}

/**
 * The one seam that logs, status, metrics and traces hang on. The function that it returns is called at the end.
 * An observer must not throw; where there is none, nothing is measured.
 */
export interface Observer
{
    (start: CallStart): ((end: CallEnd) => void) | undefined;
    /** Whether it reports spans, so that each hop is to have one of its own; default `true`. */
    readonly spans?: boolean;
}
