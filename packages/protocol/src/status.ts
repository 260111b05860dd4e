import type { MemberIdentity, MemberKind } from './membership.js';
import type { Access } from './segment.js';

/** The version of the form of {@link ServiceStatus}. It grows when a field goes or changes its meaning; new ones may come at any time. */
export const statusFormat = 1;

/** What a service tells trusted callers of itself, at `/status`. All times are in milliseconds. */
export interface ServiceStatus
{
    readonly format: typeof statusFormat;
    readonly id: string;
    readonly kind: MemberKind;
    /** Only who is `running` takes calls. */
    readonly state: 'starting' | 'running' | 'stopping';
    /** Since it was created. */
    readonly uptime: number;
    readonly load: LoadStatus;
    /** What it runs; of what runs nothing itself, what it passes on, each attempt by itself. */
    readonly calls: CallFigures;
    /** What it runs, or knows somebody to run, ordered by name. A proxy knows of none. */
    readonly procedures: readonly ProcedureStatus[];
    /** Where it sends calls: the nodes of a gateway, the peers that a node calls, the targets of a proxy. */
    readonly destinations: readonly DestinationStatus[];
    /** How it tries calls again at its destinations. */
    readonly retries: RetryStatus;
    readonly links: readonly LinkStatus[];
}

/** How much a service has in hand. The calls of members are parts of others, and counted by themselves. */
export interface LoadStatus
{
    readonly outside: LaneStatus;
    readonly members: LaneStatus;
}

/** What is in hand of one kind of calls. */
export interface LaneStatus
{
    /** Calls that have begun and not ended. */
    readonly inFlight: number;
    /** Calls that wait until others end; 0 at gateways and proxies, which let none wait. */
    readonly queued: number;
    /** Calls that were refused because there were too many, since the service was created. */
    readonly refused: number;
}

/** How calls went. */
export interface CallFigures
{
    /** Since the service was created. */
    readonly calls: number;
    /** Those of them that ended in an error that is the fault of the service: with a status of 500 or more, or none. */
    readonly failures: number;
    /** The same of the last whole seconds, so many. */
    readonly recent: { readonly seconds: number; readonly calls: number; readonly failures: number };
    /** Absent: none ended lately. */
    readonly latency?: LatencyFigures;
}

/** How long calls took that ended within the last 30 to 60 seconds, within 5 per cent. */
export interface LatencyFigures
{
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly max: number;
}

/** A procedure, with all its versions. */
export interface ProcedureStatus
{
    readonly fqn: string;
    readonly versions: readonly { readonly version: string; readonly access: Access }[];
    /** Absent: it was not called yet. */
    readonly calls?: CallFigures;
}

/** Where calls are sent. */
export interface DestinationStatus
{
    /** The id of the node; of what is called over HTTP, or is a gateway, its address. */
    readonly id: string;
    /**
     * `healthy`: it gets calls. `ejected`: it gets none for a while, because calls failed there. `draining`: it leaves, and gets
     * none. `unhealthy`: its own checks fail; `silent`: it gives no sign of life; both get calls only when there is nobody else.
     */
    readonly state: 'healthy' | 'unhealthy' | 'silent' | 'ejected' | 'draining';
    /** Until an ejected one is tried again; 0: with the next call. */
    readonly ejectedFor?: number;
    /** The calls that it was given and has not answered. */
    readonly outstanding: number;
    /** What of it may be called; empty where that is not known. */
    readonly procedures: readonly { readonly fqn: string; readonly version: string }[];
    /** Absent: it got no call yet. */
    readonly calls?: CallFigures;
}

/** The budget that keeps retries from multiplying the load. */
export interface RetryStatus
{
    /** Calls that were tried again in the last ten seconds. */
    readonly spent: number;
    /** How many could be, now, beside those that calls pay for: what is left of the retries per second. */
    readonly left: number;
}

/** A link to another member. */
export interface LinkStatus
{
    readonly peer: MemberIdentity;
    /** Which side opened it. */
    readonly role: 'dialer' | 'listener';
    /** Whether the peer gave a sign of life lately. */
    readonly responsive: boolean;
    /** The calls and questions of this side that wait for an answer. */
    readonly inFlight: number;
    /** The calls of the peer that run here. */
    readonly serving: number;
    /** The open streams of both sides. */
    readonly streams: number;
    /** Bytes that came and went on the connection; absent where it does not tell. */
    readonly received?: number;
    readonly sent?: number;
    /** Bytes that were sent and have not left this process. */
    readonly buffered: number;
}
