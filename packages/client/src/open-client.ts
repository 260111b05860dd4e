import type { ClassEntry, Invoker, SegmentBundle } from '@jitar/protocol';
import { createRuntime, importOuterClasses, withMiddleware } from '@jitar/runtime';
import type { CallOptions, ImportModule as ImportRecord, Middleware, MiddlewareFunction } from '@jitar/runtime';

/** Imports a module by its URL. */
export type ImportModule = (url: string) => Promise<unknown>;

/** Where the application is, and how to call it. */
export interface ClientOptions
{
    /** The URL of the built application, below which the RPC API is as well; default: the folder of the page. */
    readonly url?: string | undefined;
    /**
     * The URLs below which the RPC API is, where there are several: all calls go to the first that is there. A call
     * goes to another one only when it surely did not start. Default: the `url`.
     */
    readonly gateways?: readonly string[] | undefined;
    /**
     * The URL of the folder from which this program imports the application's modules: a `file:` URL for a program
     * that has them on its disk; default: the same as `url`.
     */
    readonly root?: string | undefined;
    /** What outgoing calls run through, in order. */
    readonly middleware?: readonly (Middleware | MiddlewareFunction)[] | undefined;
    /** The segments that run here; their bundles must be served beside the page. Default none: all calls go out. */
    readonly segments?: readonly string[] | undefined;
    /** The classes whose instances calls carry; default: those of the application's outer view, in a page or with a `root`. */
    readonly classes?: readonly ClassEntry[] | undefined;
    /** Milliseconds until a call must have ended; 0: never; default 15 seconds. */
    readonly timeout?: number | undefined;
    /** Default: the `fetch` of the host. */
    readonly fetch?: typeof fetch | undefined;
    /** Default: `import`; where there is no page, nothing is imported unless this or `root` is given. */
    readonly importModule?: ImportModule | undefined;
}

/** A started client. */
export interface Client
{
    /** Where the application is, with a slash at its end. */
    readonly url: string;
    /**
     * Calls a procedure by its name.
     *
     * @param args - By parameter name.
     */
    call(fqn: string, args?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown>;
    /** Takes the client out of sight of the application's code. */
    stop(): void;
}

/**
 * Starts a client: from then on the procedures that the application's code imports are called there.
 *
 * @param createRemote - Makes what runs the calls, of the URL of the application.
 */
export async function openClient(options: ClientOptions, createRemote: (url: string) => Invoker): Promise<Client>
{
    const { middleware = [], segments = [], timeout } = options;
    const url = readBase(options.url);
    const root = options.root === undefined ? url : readBase(options.root);
    const importModule = options.importModule ?? (isPage() || options.root !== undefined ? importUrl : undefined);
    const remote = createRemote(url);

    const runtime = createRuntime({
        root,
        remote: withMiddleware(remote, middleware, { calls: 'all' }),
        ...timeout !== undefined && { timeout }
    });

    try
    {
        runtime.setClasses(options.classes ?? (importModule === undefined ? [] : await importOuterClasses(root, importModule as ImportRecord)));

        for (const name of segments)
        {
            const bundle = await (importModule ?? importUrl)(`${root}${name}.segment.js`) as { readonly default: SegmentBundle };

            runtime.load(bundle.default);
        }
    }
    catch (error)
    {
        runtime.dispose();

        throw error;
    }

    return {
        url,
        call: (fqn, args, callOptions) => runtime.call(fqn, args, callOptions),
        stop: () => runtime.dispose()
    };
}

/** Reads the URL of a folder; a relative one is one of the page's. */
export function readBase(url: string | undefined): string
{
    const page = isPage() ? document.baseURI : undefined;
    const base = new URL(url ?? './', page);

    base.search = '';
    base.hash = '';

    return base.href.endsWith('/') ? base.href : `${base.href}/`;
}

function isPage(): boolean
{
    return typeof document !== 'undefined';
}

function importUrl(url: string): Promise<unknown>
{
    return import(/* @vite-ignore */ /* webpackIgnore: true */ url);
}
