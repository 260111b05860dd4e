import type { CorsOptions, ErrorListener, Service } from '@jitar/http';
import type { Clock } from '@jitar/link';
import type { Observer } from '@jitar/protocol';
import type { Balancer, BalancingName, EjectionRules, MemberStatus, RetryOptions } from '@jitar/routing';
import type { HookNames } from '@jitar/runtime';

/** How a gateway looks after its nodes; all in milliseconds. */
export interface MonitorOptions
{
    /** Between two looks at a link; default 1000. */
    readonly interval?: number | undefined;
    /** Without a sign of life after which a node gets no new calls; default 3000. */
    readonly unavailableThreshold?: number | undefined;
    /** Without a sign of life after which a node is given up; default 30000. */
    readonly stoppedThreshold?: number | undefined;
}

/** What happens at a gateway. */
export interface GatewayEvent
{
    readonly kind: 'untrusted' | 'node-registered' | 'node-health' | 'node-silent' | 'node-back' | 'node-ejected' | 'node-left' | 'node-lost' | 'link-refused' | 'drain-expired';
    readonly level: 'info' | 'warn';
    /** One line for people. */
    readonly message: string;
    /** The id of the node, where there is one. */
    readonly node?: string;
    /** Why, where it is known. */
    readonly error?: unknown;
}

/** How a gateway works. */
export interface GatewayOptions
{
    /** Unique in the cluster; default random. */
    readonly id?: string | undefined;
    /** The secret of the cluster. Without it nodes join from this machine only, and protected procedures cannot be called over HTTP. */
    readonly trustKey?: string | undefined;
    /** The folder of the built application, where the hooks are; default the working folder. */
    readonly folder?: string | undefined;
    /** The set-up, tear-down, middleware and health-check modules of the service. */
    readonly hooks?: HookNames | undefined;
    /** How nodes that serve the same are chosen; default `least-outstanding`. */
    readonly balancing?: BalancingName | Balancer | undefined;
    /** Milliseconds until a call must have ended whose procedure declares nothing; 0: never; default 15 seconds. */
    readonly timeout?: number | undefined;
    /** Milliseconds that a stopping gateway waits for the calls that it passes on; default 30 seconds. */
    readonly drain?: number | undefined;
    /** Calls that a node may have in hand; when all have so many, a call is refused with `OVERLOADED`; default 2048. */
    readonly outstanding?: number | undefined;
    /** When a call that failed is tried again. */
    readonly retry?: RetryOptions | undefined;
    /** When a node gets no calls because it fails. */
    readonly ejection?: EjectionRules | undefined;
    readonly monitor?: MonitorOptions | undefined;
    /** Bytes of the body of a call; default 204 800. */
    readonly bodyLimit?: number | undefined;
    /** Which pages of other origins may call; default none. */
    readonly cors?: CorsOptions | undefined;
    /** Whether outside callers get the messages of all errors; default `false`: messages may hold secrets of the application. */
    readonly exposeErrors?: boolean | undefined;
    /** Hears of the errors that callers do not get to see. */
    readonly onError?: ErrorListener | undefined;
    /** Hears what happens to the cluster. */
    readonly onEvent?: ((event: GatewayEvent) => void) | undefined;
    /** Hears of every call that a node gets. */
    readonly observer?: Observer | undefined;
    /** A number from 0 to below 1; default `Math.random`. */
    readonly random?: (() => number) | undefined;
    /** Default: the clock of the host. */
    readonly clock?: Clock | undefined;
}

/** The service that knows the nodes of a cluster, and passes calls on to them. */
export interface Gateway extends Service
{
    readonly id: string;
    /** The nodes that are registered. */
    members(): MemberStatus[];
    accept: NonNullable<Service['accept']>;
}
