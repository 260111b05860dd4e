import type { CorsOptions, ErrorListener, Service } from '@jitar/http';
import type { Clock } from '@jitar/link';
import type { Observer, ProcedureDescription, Transport } from '@jitar/protocol';
import type { EjectionRules, LoadLimitOptions, RetryOptions } from '@jitar/routing';
import type { HookNames, Runtime } from '@jitar/runtime';

/** What happens at a node. */
export interface NodeEvent
{
    readonly kind:
        | 'untrusted' | 'gateway-connected' | 'gateway-unreachable' | 'gateway-lost'
        | 'peer-connected' | 'peer-unreachable' | 'peer-ejected' | 'link-refused'
        | 'repository-unreachable' | 'repository-changing' | 'files-fetched' | 'segment-loaded' | 'health-changed' | 'drain-expired';
    readonly level: 'info' | 'warn';
    /** One line for people. */
    readonly message: string;
    /** Why, where it is known. */
    readonly error?: unknown;
}

/** How a node works. */
export interface NodeOptions
{
    /** Unique in the cluster; default random. */
    readonly id?: string | undefined;
    /** The names of the segments that it runs. */
    readonly segments: readonly string[];
    /** The folder of the built application; default the working folder. Not used with a repository. */
    readonly folder?: string | undefined;
    /** The URL of the repository that has the built application. */
    readonly repository?: string | undefined;
    /**
     * Where the files of a repository are kept; default `.jitar` below the working folder. Nodes may share it. The
     * npm packages of the application are looked for from here upwards.
     */
    readonly cacheFolder?: string | undefined;
    /** The URLs of the gateways to register with; none: the node stands alone. */
    readonly gateways?: readonly string[] | undefined;
    /** The secret of the cluster. Without it, gateways and repository must be on this machine, and protected procedures cannot be called over HTTP. */
    readonly trustKey?: string | undefined;
    /** The set-up, tear-down, middleware and health-check modules of the service. */
    readonly hooks?: HookNames | undefined;
    /** Milliseconds until a call must have ended whose procedure declares nothing; 0: never; default 15 seconds. */
    readonly timeout?: number | undefined;
    /** Milliseconds that a stopping node waits for the calls that it runs; default 30 seconds. */
    readonly drain?: number | undefined;
    /** How many calls it runs at a time, and how many wait; default 1024 each. What exceeds that is refused with `OVERLOADED`. */
    readonly overload?: Pick<LoadLimitOptions, 'inFlight' | 'queue'> | undefined;
    /** When its own calls to other nodes are tried again. */
    readonly retry?: RetryOptions | undefined;
    /** When other nodes get none of its own calls because they fail. */
    readonly ejection?: EjectionRules | undefined;
    /** Milliseconds between two runs of its health checks, whose outcome it reports when it changes; default 5 seconds. */
    readonly reportInterval?: number | undefined;
    /** Bytes of the body of a call; default 204 800. */
    readonly bodyLimit?: number | undefined;
    /** Which pages of other origins may call; default none. */
    readonly cors?: CorsOptions | undefined;
    /** Whether outside callers get the messages of all errors; default `false`: messages may hold secrets of the application. */
    readonly exposeErrors?: boolean | undefined;
    /** Hears of the errors that callers do not get to see. */
    readonly onError?: ErrorListener | undefined;
    /** Hears what happens to the node. */
    readonly onEvent?: ((event: NodeEvent) => void) | undefined;
    /** Hears of every call. */
    readonly observer?: Observer | undefined;
    /** Opens the links to gateways and peers; default: WebSockets. */
    readonly transport?: Transport | undefined;
    /** Asks the repository; default: the `fetch` of the host. */
    readonly fetch?: typeof fetch | undefined;
    /** Default: the clock of the host. */
    readonly clock?: Clock | undefined;
    /** A number from 0 to below 1; default `Math.random`. */
    readonly random?: (() => number) | undefined;
}

/** The service that runs the procedures of segments. */
export interface Node extends Service
{
    readonly id: string;
    /** What it serves to others; nothing before it has started. */
    procedures(): readonly ProcedureDescription[];
    /** The runtime of its segments; `undefined` before it has started. */
    readonly runtime: Runtime | undefined;
}
