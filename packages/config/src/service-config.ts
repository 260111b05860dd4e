import { createError } from '@jitar/errors';

import type { Environment } from './environment.js';
import { refuseProblems } from './problem.js';
import type { Problem } from './problem.js';
import { readDocument } from './reading.js';
import { serviceSchema } from './service-file.js';
import type { AssetsFile, CorsFile, GatewayFile, NodeFile, ProxyFile, ServiceFile } from './service-file.js';
import type { AssetsConfig, CorsConfig, GatewayConfig, NodeConfig, ProxyConfig, ServiceConfig, ServiceSettings } from './service-kinds.js';
import { findRuleProblems } from './service-rules.js';
import { validate } from './validation.js';

/** How a service file is read. */
export interface ServiceOptions
{
    /** What the file's path is relative to; default the working folder. */
    readonly folder?: string | undefined;
    /** What `${NAME}` may take. */
    readonly env: Environment;
}

/**
 * Reads a service file.
 *
 * @throws `FILE_NOT_FOUND`; `INVALID_CONFIGURATION`, which lists all problems.
 *
 * @example
 * ```ts
 * const service = await readServiceConfig('services/gateway.json', { env: process.env });
 * ```
 */
export async function readServiceConfig(file: string, options: ServiceOptions): Promise<ServiceConfig>
{
    const problems: Problem[] = [];
    const document = await readDocument({ folder: options.folder ?? '.', file }, problems);

    if (document === undefined)
    {
        refuseProblems(problems);

        throw createError('FILE_NOT_FOUND', { file });
    }

    const { value, raw, problems: invalid } = validate(document, serviceSchema, options.env);

    refuseProblems([...problems, ...invalid, ...findRuleProblems(document, raw)]);

    // Without problems there is a value.
    return resolveService(file, value as ServiceFile);
}

function resolveService(file: string, written: ServiceFile): ServiceConfig
{
    const settings = resolveSettings(file, written);
    const node = written.node ?? written.worker;

    if (written.standalone !== undefined)
    {
        return { kind: 'standalone', ...settings, ...resolveTrust(written.standalone), ...resolveAssets(written.standalone), segments: written.standalone.segments, overload: written.standalone.overload ?? {} };
    }

    if (node !== undefined)
    {
        return { kind: 'node', ...settings, ...resolveTrust(node), ...resolveNode(node) };
    }

    if (written.gateway !== undefined)
    {
        return { kind: 'gateway', ...settings, ...resolveTrust(written.gateway), ...resolveGateway(written.gateway) };
    }

    if (written.repository !== undefined)
    {
        return { kind: 'repository', ...settings, ...resolveTrust(written.repository), ...resolveAssets(written.repository), ...present({ segments: written.repository.segments }) };
    }

    // The rules leave no other kind.
    const proxy = written.proxy as ProxyFile;

    return { kind: 'proxy', ...settings, ...resolveTrust(proxy), repository: trimUrl(proxy.repository), runner: resolveRunner(proxy) };
}

function resolveSettings(file: string, written: ServiceFile): ServiceSettings
{
    return {
        file,
        url: trimUrl(written.url),
        setUp: list(written.setUp),
        tearDown: list(written.tearDown),
        healthChecks: list(written.healthChecks),
        middleware: list(written.middleware ?? written.middlewares),
        exposeErrors: written.exposeErrors ?? false,
        ...present({ cors: written.cors === undefined ? undefined : resolveCors(written.cors), timeout: written.timeout, drain: written.drain, tls: written.tls })
    };
}

function resolveCors({ origin, headers = [] }: CorsFile): CorsConfig
{
    return { origin: list(origin), headers };
}

function resolveAssets(written: AssetsFile): AssetsConfig
{
    return {
        assets: written.assets ?? [],
        index: written.index ?? written.indexFilename ?? 'index.html',
        serveIndexOnNotFound: written.serveIndexOnNotFound ?? false,
        ...present({ assetRoot: written.assetRoot })
    };
}

function resolveNode({ segments, gateway, repository, reportInterval, overload = {}, retry = {}, ejection = {} }: NodeFile): Omit<NodeConfig, 'kind' | keyof ServiceSettings>
{
    return {
        segments,
        gateways: list(gateway).map(trimUrl),
        overload,
        retry,
        ejection,
        ...present({ repository: repository === undefined ? undefined : trimUrl(repository), reportInterval })
    };
}

function resolveGateway({ balancing = 'least-outstanding', monitorInterval, outstanding, retry = {}, ejection = {}, remoteWorker = {} }: GatewayFile): Omit<GatewayConfig, 'kind' | keyof ServiceSettings>
{
    return { balancing, retry, ejection, remoteWorker: present(remoteWorker), ...present({ monitorInterval, outstanding }) };
}

function resolveRunner({ gateway, node, worker }: ProxyFile): ProxyConfig['runner']
{
    return gateway === undefined ? { kind: 'node', urls: [trimUrl(node ?? worker ?? '')] } : { kind: 'gateway', urls: list(gateway).map(trimUrl) };
}

function resolveTrust({ trustKey }: { readonly trustKey?: string | undefined }): { readonly trustKey?: string }
{
    return present({ trustKey });
}

function list(value: string | readonly string[] | undefined): readonly string[]
{
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function trimUrl(url: string): string
{
    return url.replace(/\/+$/, '');
}

/** The fields that have a value: absent ones stay absent. */
function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }
{
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
}
