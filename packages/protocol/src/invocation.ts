import type { CancelSignal } from './cancel-signal.js';
import type { PayloadStream } from './stream.js';

/**
 * A value on its way: itself within a process, text between processes. Text is decoded by the segment that
 * receives it, with its own classes, so whatever lies between passes it on as it came.
 */
export type Payload =
    | LivePayload
    | EncodedPayload;

/** A value of this process, not copied yet. */
export interface LivePayload
{
    readonly form: 'live';
    readonly value: unknown;
}

/** A value as text, and what of it travels beside the text. */
export interface EncodedPayload
{
    /** `json`: plain JSON in which nothing is a tag, as an outside caller writes it; `tagged`: the form of the codec. */
    readonly form: 'json' | 'tagged';
    readonly text: string;
    /** What whoever checked the text of a plain one got of it: for the first to decode it, whose own it is then. Absent: nothing. */
    readonly parsed?: unknown;
    /** Large bytes that travel beside a tagged text, which refers to each of them once; nobody changes them. Absent: none. */
    readonly parts?: readonly Uint8Array[];
    /**
     * Streams that a tagged text refers to. Those of arguments end at the latest with the call, the streams of its
     * answer included; whoever takes an answer with streams reads them or stops them. Absent: none.
     */
    readonly streams?: readonly PayloadStream[];
}

/**
 * Who calls. The service where a call enters the cluster decides, and forwarding keeps it. What the code of a
 * segment calls is called by the member that runs it.
 */
export type Caller =
    | { readonly kind: 'outside'; readonly trusted: boolean }
    | { readonly kind: 'member'; readonly id: string; readonly segment?: string };

/** A call of a procedure, the same at every layer. */
export interface Invocation
{
    readonly fqn: string;
    /** The requested version; absent: none. */
    readonly version?: string;
    /** `exact`: this version or none, as stubs require; `compatible`: the highest one not above it. */
    readonly match: 'exact' | 'compatible';
    /** A record of named arguments. */
    readonly args: Payload;
    /** Lower-case names. What middleware set, and what entered with the call; passed on to nested calls. */
    readonly headers: Readonly<Record<string, string>>;
    /**
     * When the call must have ended: milliseconds on this process's `performance.now()`; absent: whoever runs it decides;
     * `Infinity`: never, for it is a part of one that never must.
     */
    readonly deadline?: number;
    /** Aborts when the caller has given up. */
    readonly signal?: CancelSignal;
    readonly caller: Caller;
    /** Whether only the right to make this call is asked for: nothing runs. */
    readonly dryRun?: boolean;
}

/** What a call that succeeded comes back with. */
export interface Outcome
{
    readonly result: Payload;
    /** Lower-case names; what middleware set on the response. */
    readonly headers: Readonly<Record<string, string>>;
    /** The HTTP status that middleware set; absent: what follows from the result. */
    readonly status?: number;
}

/**
 * Whatever can run an invocation: the runtime, a remote, a router, the middleware chain around them.
 *
 * Arguments that came encoded are answered encoded, and live ones live. It rejects with a `JitarError`, with the
 * error that the procedure threw (live), or with a `RemoteFailure` (encoded).
 */
export interface Invoker
{
    invoke(invocation: Invocation): Promise<Outcome>;
}
