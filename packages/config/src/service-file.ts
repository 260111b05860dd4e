import { z } from 'zod';

import { interval, milliseconds, object, positiveCount, text, textOrTexts, texts, trustKey, url } from './schema.js';
import { ejection, overload, retry } from './tolerance-file.js';
import type { EjectionConfig, OverloadConfig, RetryConfig } from './tolerance-file.js';

/** What a service file may say of pages on other origins. */
export interface CorsFile
{
    readonly origin: string | readonly string[];
    readonly headers?: readonly string[] | undefined;
}

/** What a service file says of assets. */
export interface AssetsFile
{
    readonly assets?: readonly string[] | undefined;
    readonly index?: string | undefined;
    /** An accepted spelling of `index`. */
    readonly indexFilename?: string | undefined;
    readonly serveIndexOnNotFound?: boolean | undefined;
    readonly assetRoot?: string | undefined;
}

/** `standalone` in a service file. */
export interface StandaloneFile extends AssetsFile
{
    readonly segments: readonly string[];
    readonly trustKey?: string | undefined;
    readonly overload?: OverloadConfig | undefined;
}

/** `node`, or `worker`, in a service file. */
export interface NodeFile
{
    readonly segments: readonly string[];
    readonly gateway?: string | readonly string[] | undefined;
    readonly repository?: string | undefined;
    readonly trustKey?: string | undefined;
    readonly reportInterval?: number | undefined;
    readonly overload?: OverloadConfig | undefined;
    readonly retry?: RetryConfig | undefined;
    readonly ejection?: EjectionConfig | undefined;
}

/** `gateway` in a service file. */
export interface GatewayFile
{
    readonly trustKey?: string | undefined;
    readonly monitorInterval?: number | undefined;
    readonly balancing?: 'least-outstanding' | 'round-robin' | undefined;
    readonly outstanding?: number | undefined;
    readonly retry?: RetryConfig | undefined;
    readonly ejection?: EjectionConfig | undefined;
    readonly remoteWorker?: { readonly unavailableThreshold?: number | undefined; readonly stoppedThreshold?: number | undefined } | undefined;
}

/** `repository` in a service file. */
export interface RepositoryFile extends AssetsFile
{
    readonly segments?: readonly string[] | undefined;
    readonly trustKey?: string | undefined;
}

/** `proxy` in a service file. */
export interface ProxyFile
{
    readonly repository: string;
    readonly gateway?: string | readonly string[] | undefined;
    readonly node?: string | undefined;
    /** An accepted spelling of `node`. */
    readonly worker?: string | undefined;
    readonly trustKey?: string | undefined;
}

/** A service file as it is written. */
export interface ServiceFile
{
    readonly $schema?: string | undefined;
    readonly url: string;
    readonly setUp?: string | readonly string[] | undefined;
    readonly tearDown?: string | readonly string[] | undefined;
    readonly healthChecks?: string | readonly string[] | undefined;
    readonly middleware?: string | readonly string[] | undefined;
    /** An accepted spelling of `middleware`. */
    readonly middlewares?: string | readonly string[] | undefined;
    readonly cors?: CorsFile | undefined;
    readonly timeout?: number | undefined;
    readonly drain?: number | undefined;
    readonly exposeErrors?: boolean | undefined;
    readonly tls?: { readonly cert: string; readonly key: string } | undefined;
    readonly standalone?: StandaloneFile | undefined;
    readonly node?: NodeFile | undefined;
    /** An accepted spelling of `node`. */
    readonly worker?: NodeFile | undefined;
    readonly gateway?: GatewayFile | undefined;
    readonly repository?: RepositoryFile | undefined;
    readonly proxy?: ProxyFile | undefined;
}

const segmentList = texts.refine(list => list.length > 0, 'must name a segment at least');
const urls = z.union([url, z.array(url).min(1, 'must name a URL at least')], { error: 'must be a URL or a list of URLs' });

const assets = {
    assets: texts.optional(),
    index: text.optional(),
    indexFilename: text.optional(),
    serveIndexOnNotFound: z.boolean().optional(),
    assetRoot: text.optional()
};

const node = object({
    segments: segmentList,
    gateway: urls.optional(),
    repository: url.optional(),
    trustKey: trustKey.optional(),
    reportInterval: interval.optional(),
    overload: overload.optional(),
    retry: retry.optional(),
    ejection: ejection.optional()
});

/** What every service file is held to. */
export const serviceSchema: z.ZodType<ServiceFile> = object({
    $schema: z.string().optional(),
    url,
    setUp: textOrTexts.optional(),
    tearDown: textOrTexts.optional(),
    healthChecks: textOrTexts.optional(),
    middleware: textOrTexts.optional(),
    middlewares: textOrTexts.optional(),
    cors: object({ origin: textOrTexts, headers: texts.optional() }).optional(),
    timeout: milliseconds.optional(),
    drain: milliseconds.optional(),
    exposeErrors: z.boolean().optional(),
    tls: object({ cert: text, key: text }).optional(),
    standalone: object({ segments: segmentList, ...assets, trustKey: trustKey.optional(), overload: overload.optional() }).optional(),
    node: node.optional(),
    worker: node.optional(),
    gateway: object({
        trustKey: trustKey.optional(),
        monitorInterval: interval.optional(),
        balancing: z.enum(['least-outstanding', 'round-robin']).optional(),
        outstanding: positiveCount.optional(),
        retry: retry.optional(),
        ejection: ejection.optional(),
        remoteWorker: object({ unavailableThreshold: interval.optional(), stoppedThreshold: interval.optional() }).optional()
    }).optional(),
    repository: object({ ...assets, segments: texts.optional(), trustKey: trustKey.optional() }).optional(),
    proxy: object({
        repository: url,
        gateway: urls.optional(),
        node: url.optional(),
        worker: url.optional(),
        trustKey: trustKey.optional()
    }).optional()
});
