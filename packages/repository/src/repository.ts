import { createError } from '@jitar/errors';
import { answerError, createServiceApp, healthRoutes } from '@jitar/http';
import type { CorsOptions, ErrorListener, Service } from '@jitar/http';
import { findApplicationUrl } from '@jitar/manifest';
import { createHealth, createRuntime, hasHooks, openOuterView } from '@jitar/runtime';
import type { Health, HookNames, OuterView } from '@jitar/runtime';

import { watchApplication } from './application.js';
import { answerAsset } from './assets.js';
import { createNodeFiles } from './node-files.js';

/** What a repository hands out, and to whom. */
export interface RepositoryOptions
{
    /** The folder of the built application. */
    readonly folder: string;
    /**
     * Globs of the files that anyone may get, relative to the asset root; default none. Where links lead to must be
     * listed as well. Dot files, maps, the manifest, and modules that only run in segments are never among them.
     */
    readonly assets?: readonly string[] | undefined;
    /** The folder of the assets in the built application; default the whole. */
    readonly assetRoot?: string | undefined;
    /** The file that the address of a folder answers; default `index.html`. */
    readonly index?: string | undefined;
    /** Whether the address of a page that does not exist answers the index; default `false`. */
    readonly serveIndexOnNotFound?: boolean | undefined;
    /** The file of the browser's client, served as `jitar.client.js`; absent: pages must bring a runtime of their own. */
    readonly clientModule?: string | undefined;
    /** The segments that nodes may get; default all. */
    readonly segments?: readonly string[] | undefined;
    /** The secret of the cluster, with which nodes sign; without one only programs on this machine get segments. */
    readonly trustKey?: string | undefined;
    /** The set-up, tear-down and health-check modules of the service. */
    readonly hooks?: HookNames | undefined;
    readonly cors?: CorsOptions | undefined;
    readonly exposeErrors?: boolean | undefined;
    readonly onError?: ErrorListener | undefined;
}

/**
 * Creates the service that holds the built application: assets and stubs for browsers, segments for nodes.
 *
 * `start` rejects with `BUILD_NOT_FOUND` or `INVALID_MANIFEST` when there is no application to hand out.
 *
 * @example
 * ```ts
 * await serve(createRepository({ folder: 'dist', assets: ['index.html', 'app.js'] }), { url: 'http://localhost:4000' });
 * ```
 */
export function createRepository(options: RepositoryOptions): Service
{
    const { folder, hooks = {}, cors, exposeErrors, onError } = options;
    const application = watchApplication(folder, options.assets ?? []);
    const answerNode = createNodeFiles({ folder, application, trustKey: options.trustKey, segments: options.segments });

    const assets = {
        folder,
        application,
        assetRoot: options.assetRoot ?? '',
        index: options.index ?? 'index.html',
        serveIndexOnNotFound: options.serveIndexOnNotFound ?? false,
        clientModule: options.clientModule
    };

    let health: Health = createHealth([]);
    let view: OuterView | undefined;

    const app = createServiceApp({ cors, exposeErrors, onError });

    app.use(async (context, next) =>
    {
        if (context.req.method !== 'GET' && context.req.method !== 'HEAD')
        {
            const refusal = answerError(createError('METHOD_NOT_ALLOWED', { method: context.req.method }));
            refusal.headers.set('allow', 'GET, HEAD');

            return refusal;
        }

        return next();
    });

    app.route('/health', healthRoutes({ check: () => health.check() }));
    app.all('/.jitar/*', context => answerNode(context.req.raw, context.env as typeof context.env | undefined));
    app.all('*', context => answerAsset(context.req.raw, assets));

    return {
        fetch: (request, environment) => app.fetch(request, environment),

        async start()
        {
            await application();

            if (hasHooks(hooks))
            {
                const root = await findApplicationUrl(folder);
                const runtime = createRuntime({ root });

                view = await openOuterView({ runtime, root, names: hooks });
                health = createHealth(view.healthChecks, { runtime });
            }
        },

        async stop()
        {
            await view?.close();
        }
    };
}
