import { createError } from '@jitar/errors';

import type { HealthCheck } from './health.js';
import type { Middleware, MiddlewareFunction } from './middleware.js';
import { moduleFile } from './module-file.js';

/** The modules that a service file names, relative to the built application, with or without `./` and extension. */
export interface HookNames
{
    readonly setUp?: readonly string[];
    readonly tearDown?: readonly string[];
    readonly middleware?: readonly string[];
    readonly healthChecks?: readonly string[];
}

/** What the modules of a service do. */
export interface Hooks
{
    readonly middleware: readonly Middleware[];
    readonly healthChecks: readonly HealthCheck[];
    /** Imports the set-up modules in order, and runs each before the next. It rejects with what one throws. */
    setUp(): Promise<void>;
    /** Imports and runs the tear-down modules in order, all of them; then it rejects with what the first failing one threw. */
    tearDown(): Promise<void>;
}

/** Imports a module by its URL. */
export type ImportModule = (url: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Loads the modules of a service: the middleware and health checks at once, the set-up and tear-down ones when they
 * run, because importing them may be all that they do.
 *
 * A set-up module's export `setUp` (`tearDown`) is called, else its default-exported function. Middleware and health
 * checks are default exports: a function, an object with `handle` (`isHealthy`), or a class of such objects.
 *
 * @param root - The URL of the built application, with a slash at its end.
 * @param importModule - Default: `import()`.
 * @throws `INVALID_MODULE` for a module that cannot be loaded, or has no such export.
 */
export async function loadHooks(root: string, names: HookNames, importModule: ImportModule = importByUrl): Promise<Hooks>
{
    const load = (name: string): Promise<Module> => loadModule(root, name, importModule);
    const middleware = await Promise.all((names.middleware ?? []).map(async name => toMiddleware(await load(name))));
    const healthChecks = await Promise.all((names.healthChecks ?? []).map(async name => toHealthCheck(await load(name))));

    return {
        middleware,
        healthChecks,

        async setUp()
        {
            for (const name of names.setUp ?? [])
            {
                await runHook(await load(name), 'setUp');
            }
        },

        async tearDown()
        {
            const failures: unknown[] = [];

            for (const name of names.tearDown ?? [])
            {
                await load(name).then(module => runHook(module, 'tearDown')).catch((error: unknown) => failures.push(error));
            }

            if (failures.length > 0)
            {
                throw failures[0];
            }
        }
    };
}

/** A loaded module of a service. */
interface Module
{
    readonly file: string;
    readonly exports: Readonly<Record<string, unknown>>;
}

async function loadModule(root: string, name: string, importModule: ImportModule): Promise<Module>
{
    const file = moduleFile(name);

    try
    {
        return { file, exports: await importModule(new URL(encodeURI(file).replaceAll('#', '%23').replaceAll('?', '%3F'), root).href) };
    }
    catch (cause)
    {
        throw createError('INVALID_MODULE', { file, reason: `cannot be loaded (${cause instanceof Error ? cause.message : String(cause)})` }, { cause });
    }
}

/** Imports as the host does. */
export function importByUrl(url: string): Promise<Readonly<Record<string, unknown>>>
{
    return import(/* @vite-ignore */ /* webpackIgnore: true */ url) as Promise<Readonly<Record<string, unknown>>>;
}

async function runHook({ exports }: Module, hook: 'setUp' | 'tearDown'): Promise<void>
{
    // What has the hook's name is meant for it; a default export may be the module's own affair, a class for one.
    const run = [exports[hook], exports['default']].find(candidate => typeof candidate === 'function' && !isClass(candidate));

    if (run !== undefined)
    {
        await (run as () => unknown)();
    }
}

function isClass(value: unknown): boolean
{
    return /^class\b/.test(Function.prototype.toString.call(value));
}

function toMiddleware(module: Module): Middleware
{
    const value = instantiate(module.exports['default'], 'handle');

    if (typeof value === 'function')
    {
        return { handle: value as MiddlewareFunction };
    }

    if (hasMethod(value, 'handle'))
    {
        return value as unknown as Middleware;
    }

    throw createError('INVALID_MODULE', { file: module.file, reason: 'has no middleware as its default export' });
}

function toHealthCheck(module: Module): HealthCheck
{
    const value = instantiate(module.exports['default'], 'isHealthy');
    const name = module.file.slice(module.file.lastIndexOf('/') + 1).replace(/\.m?js$/, '');

    if (typeof value === 'function')
    {
        return { name, isHealthy: value as HealthCheck['isHealthy'] };
    }

    if (!hasMethod(value, 'isHealthy'))
    {
        throw createError('INVALID_MODULE', { file: module.file, reason: 'has no health check as its default export' });
    }

    const check = value as unknown as HealthCheck;

    return {
        name: check.name ?? name,
        ...check.timeout === undefined ? {} : { timeout: check.timeout },
        isHealthy: () => check.isHealthy()
    };
}

/** Makes the object of a class whose objects have the method; anything else is itself. */
function instantiate(value: unknown, method: string): unknown
{
    return typeof value === 'function' && hasMethod(value.prototype, method)
        ? new (value as new () => unknown)()
        : value;
}

function hasMethod(value: unknown, method: string): value is Record<string, unknown>
{
    return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[method] === 'function';
}
