import type { ChildProcess } from 'node:child_process';

/** A line of the log of a service, as an object. */
export interface LogRecord
{
    readonly level: number;
    readonly msg?: string;
    readonly [field: string]: unknown;
}

export interface StartOptions
{
    /** For messages. */
    readonly name: string;
    /** The service file, relative to `cwd`. */
    readonly service: string;
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Further arguments of `jitar start`. */
    readonly args?: readonly string[];
    /** How `jitar` is run; default the built package of this repository. */
    readonly program?: readonly string[];
    /** Ends a process that does not serve yet. */
    readonly signal?: AbortSignal;
    readonly onRecord?: (record: LogRecord) => void;
}

export interface RunningService
{
    readonly name: string;
    readonly url: string;
    readonly pid: number;
    readonly child: ChildProcess;
    readonly records: readonly LogRecord[];
    readonly text: readonly string[];
    readonly exited: Promise<{ code: number | null; signal: string | null }>;
    /** Default signal: SIGTERM. */
    stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }>;
}

/**
 * Starts one Jitar service as a process of its own, and waits until it says where it serves.
 *
 * @throws When the process ends before, with what it said; or when `signal` is aborted: the process has ended then.
 */
export declare function startService(options: StartOptions): Promise<RunningService>;
