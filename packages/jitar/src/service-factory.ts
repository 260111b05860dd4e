import type { CorsConfig, GatewayConfig, NodeConfig, ProxyConfig, RepositoryConfig, ServiceConfig, StandaloneConfig } from '@jitar/config';
import { createGateway } from '@jitar/gateway';
import type { GatewayOptions } from '@jitar/gateway';
import type { Service } from '@jitar/http';
import { createNode } from '@jitar/node';
import type { Node } from '@jitar/node';
import { createProxy } from '@jitar/proxy';
import { createRepository } from '@jitar/repository';
import { randomBytes } from 'node:crypto';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { logCalls, logErrors, logEvents, logRoutes } from './call-log.js';
import type { Logger } from './logger.js';
import { createStandalone } from './standalone.js';

/** What a service needs that no service file says. */
export interface ServiceEnvironment
{
    /** The folder of the built application. */
    readonly target: string;
    readonly logger: Logger;
    /** Bytes of a request body; absent: the default. */
    readonly httpBodyLimit?: number | undefined;
}

/** Creates the service that a service file describes. */
export function createService(config: ServiceConfig, environment: ServiceEnvironment): Service
{
    switch (config.kind)
    {
        case 'standalone': return createStandaloneService(config, environment);
        case 'node': return createNodeService(config, environment);
        case 'gateway': return createGatewayService(config, environment);
        case 'repository': return createRepositoryService(config, environment);
        case 'proxy': return createProxyService(config, environment);
    }
}

function createStandaloneService(config: StandaloneConfig, environment: ServiceEnvironment): Service
{
    const { hooks: _hooks, ...shared } = shareOptions(config, environment);

    return createStandalone({
        node: createNodeService({ ...config, kind: 'node', gateways: [], retry: {}, ejection: {} }, environment),
        repository: createRepository({ ...shared, ...assetOptions(config) })
    });
}

function createNodeService(config: NodeConfig, environment: ServiceEnvironment): Node
{
    const { logger } = environment;

    return createNode({
        ...shareOptions(config, environment),
        id: createMemberId(config),
        segments: config.segments,
        gateways: config.gateways,
        repository: config.repository,
        reportInterval: config.reportInterval,
        overload: config.overload,
        ...toleranceOptions(config),
        timeout: config.timeout,
        observer: logCalls(logger),
        onEvent: logEvents(logger)
    });
}

function createGatewayService(config: GatewayConfig, environment: ServiceEnvironment): Service
{
    const { logger } = environment;

    return createGateway({
        ...shareOptions(config, environment),
        id: createMemberId(config),
        balancing: config.balancing,
        outstanding: config.outstanding,
        ...toleranceOptions(config),
        timeout: config.timeout,
        monitor: { interval: config.monitorInterval, ...config.remoteWorker },
        onEvent: logEvents(logger),
        observer: logRoutes(logger)
    });
}

function createRepositoryService(config: RepositoryConfig, environment: ServiceEnvironment): Service
{
    return createRepository({ ...shareOptions(config, environment), ...assetOptions(config), segments: config.segments });
}

function createProxyService(config: ProxyConfig, environment: ServiceEnvironment): Service
{
    return createProxy({ ...shareOptions(config, environment), id: createMemberId(config), target: config.runner.urls, repository: config.repository, timeout: config.timeout });
}

/** What is done when others fail; what is not configured is not passed on, so that it has its default. */
function toleranceOptions({ retry, ejection }: NodeConfig | GatewayConfig): Pick<GatewayOptions, 'retry' | 'ejection'>
{
    return { retry: present(retry), ejection: present(ejection) };
}

function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }
{
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
}

function assetOptions({ assets, index, serveIndexOnNotFound, assetRoot }: RepositoryConfig | StandaloneConfig): AssetOptions
{
    return { assets, index, serveIndexOnNotFound, assetRoot, clientModule: fileURLToPath(import.meta.resolve('@jitar/client/browser.js')) };
}

interface AssetOptions
{
    readonly assets: readonly string[];
    readonly index: string;
    readonly serveIndexOnNotFound: boolean;
    readonly assetRoot: string | undefined;
    readonly clientModule: string;
}

/** What all services take. */
function shareOptions(config: ServiceConfig, { target, logger, httpBodyLimit }: ServiceEnvironment): SharedOptions
{
    const { setUp, tearDown, middleware, healthChecks, cors, exposeErrors, drain, trustKey } = config;

    return { drain, folder: target, hooks: { setUp, tearDown, middleware, healthChecks }, trustKey, bodyLimit: httpBodyLimit, cors, exposeErrors, onError: logErrors(logger) };
}

interface SharedOptions
{
    readonly drain: number | undefined;
    readonly folder: string;
    readonly hooks: Pick<ServiceConfig, 'setUp' | 'tearDown' | 'middleware' | 'healthChecks'>;
    readonly trustKey: string | undefined;
    readonly bodyLimit: number | undefined;
    readonly cors: CorsConfig | undefined;
    readonly exposeErrors: boolean;
    readonly onError: ReturnType<typeof logErrors>;
}

/** The name of the service file, which people know, and something that makes it unique in the cluster. */
function createMemberId({ file }: ServiceConfig): string
{
    const name = basename(file, extname(file)).replace(/[^\w.-]/g, '_');

    return `${name}-${randomBytes(4).toString('hex')}`;
}
