import type { EjectionConfig, OverloadConfig, RetryConfig } from './tolerance-file.js';

/** Which pages on other origins may call. */
export interface CorsConfig
{
    /** Origins such as `https://example.com`, or `*` for any. */
    readonly origin: readonly string[];
    /** Request headers that are allowed beside those of the RPC API; none: whatever a page asks for. */
    readonly headers: readonly string[];
}

/** What a service serves beside procedures. */
export interface AssetsConfig
{
    /** Globs of the files that anyone may get; default none. */
    readonly assets: readonly string[];
    /** The file that a folder's address answers; default `index.html`. */
    readonly index: string;
    /** Whether an unknown address answers the index, for pages that route themselves; default `false`. */
    readonly serveIndexOnNotFound: boolean;
    /** The folder of the assets in the built application; absent: all of it. */
    readonly assetRoot?: string;
}

/** What services of all kinds have. */
export interface ServiceSettings
{
    /** The path of the file, for messages. */
    readonly file: string;
    /** Where it listens, without a slash at the end. */
    readonly url: string;
    /** Modules that run before it serves, relative to the built application; so are the three that follow. */
    readonly setUp: readonly string[];
    /** Modules that run when it stops. */
    readonly tearDown: readonly string[];
    readonly healthChecks: readonly string[];
    /** In the order in which calls pass them. */
    readonly middleware: readonly string[];
    /** Absent: pages on other origins may not call. */
    readonly cors?: CorsConfig;
    /** Milliseconds until a call must have ended; 0 is never; absent: the default of the runtime. */
    readonly timeout?: number;
    /** Milliseconds that it waits for what it runs when it stops; absent: the default of the service. */
    readonly drain?: number;
    /** Whether outside callers get the messages of all errors; default `false`. */
    readonly exposeErrors: boolean;
    /** PEM files, relative to the working folder; absent: no TLS. */
    readonly tls?: { readonly cert: string; readonly key: string };
    /** The secret of the cluster; absent: only members on this machine are trusted. */
    readonly trustKey?: string;
}

/** A repository and a node in one process. */
export interface StandaloneConfig extends ServiceSettings, AssetsConfig
{
    readonly kind: 'standalone';
    readonly segments: readonly string[];
    readonly overload: OverloadConfig;
}

/** A service that runs the procedures of segments. */
export interface NodeConfig extends ServiceSettings
{
    readonly kind: 'node';
    readonly segments: readonly string[];
    /** The gateways to register with; may be none. */
    readonly gateways: readonly string[];
    /** Where the built application comes from; absent: the target folder. */
    readonly repository?: string;
    /** Milliseconds between two reports of its health; absent: the default of the node. */
    readonly reportInterval?: number;
    readonly overload: OverloadConfig;
    readonly retry: RetryConfig;
    readonly ejection: EjectionConfig;
}

/** A service that knows the nodes and routes to them. */
export interface GatewayConfig extends ServiceSettings
{
    readonly kind: 'gateway';
    /** Milliseconds between two looks at the nodes; absent: the default of the gateway. */
    readonly monitorInterval?: number;
    /** Default `least-outstanding`. */
    readonly balancing: 'least-outstanding' | 'round-robin';
    /** Calls that a node may have in hand; absent: the default of the gateway. */
    readonly outstanding?: number;
    readonly retry: RetryConfig;
    readonly ejection: EjectionConfig;
    /** Milliseconds without a sign of life; absent: the defaults of the gateway. */
    readonly remoteWorker: { readonly unavailableThreshold?: number; readonly stoppedThreshold?: number };
}

/** A service that hands out the built application. */
export interface RepositoryConfig extends ServiceSettings, AssetsConfig
{
    readonly kind: 'repository';
    /** The segments whose files nodes may get; absent: all. */
    readonly segments?: readonly string[];
}

/** One public address in front of a gateway or node, and a repository. */
export interface ProxyConfig extends ServiceSettings
{
    readonly kind: 'proxy';
    readonly repository: string;
    /** Where calls go: to the first of these that is there. */
    readonly runner: { readonly kind: 'gateway' | 'node'; readonly urls: readonly string[] };
}

/** A service file, resolved: one of the five kinds. */
export type ServiceConfig = StandaloneConfig | NodeConfig | GatewayConfig | RepositoryConfig | ProxyConfig;
