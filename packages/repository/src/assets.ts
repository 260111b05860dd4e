import { createError } from '@jitar/errors';
import { clientModulePath } from '@jitar/manifest';
import { basename, dirname, posix } from 'node:path';

import type { Application } from './application.js';
import { answerFile } from './file-answer.js';
import { readRequestPath } from './request-path.js';
import { findFile } from './stored-file.js';
import type { StoredFile } from './stored-file.js';

/** What anyone may get, and how. */
export interface AssetOptions
{
    /** The folder of the built application. */
    readonly folder: string;
    readonly application: () => Promise<Application>;
    /** Relative to the folder; empty: the folder itself. */
    readonly assetRoot: string;
    /** The file that the address of a folder answers. */
    readonly index: string;
    readonly serveIndexOnNotFound: boolean;
    readonly clientModule: string | undefined;
}

/** Answers a request for an asset, or for one of the modules that the application's stubs need in a browser. */
export async function answerAsset(request: Request, options: AssetOptions): Promise<Response>
{
    const { path, folder } = readRequestPath(request.url);
    const wanted = folder ? posix.join(path, options.index) : path;
    const file = await findBrowserModule(wanted, options) ?? await findAsset(wanted, options);

    if (file !== undefined)
    {
        return answerFile(request, file);
    }

    const index = options.serveIndexOnNotFound && isPage(request, path) ? await findAsset(options.index, options) : undefined;

    if (index === undefined)
    {
        throw createError('PATH_NOT_FOUND', { path: `/${path}` });
    }

    return answerFile(request, index);
}

async function findBrowserModule(path: string, { folder, application, clientModule }: AssetOptions): Promise<StoredFile | undefined>
{
    if (path === clientModulePath)
    {
        return clientModule === undefined ? undefined : findFile(dirname(clientModule), basename(clientModule));
    }

    const { rules } = await application();

    return rules.isBrowserModule(path) ? findFile(folder, path) : undefined;
}

/** A file is judged twice, by both rules: by the name that was asked for, and by the one that links lead to. */
async function findAsset(path: string, { folder, application, assetRoot }: AssetOptions): Promise<StoredFile | undefined>
{
    const { rules } = await application();
    const place = posix.join(assetRoot, path);

    if (!rules.isListed(path) || rules.isForbidden(place))
    {
        return undefined;
    }

    const file = await findFile(folder, place);

    if (file === undefined || rules.isForbidden(file.path))
    {
        return undefined;
    }

    const real = file.path === place ? path : (await findFile(posix.join(folder, assetRoot), path))?.path;

    return real !== undefined && rules.isListed(real) ? file : undefined;
}

/** Pages have no extension, or are what a browser's address bar asks for; a missing script stays missing. */
function isPage(request: Request, path: string): boolean
{
    const hidden = path.split('/').some(part => part.startsWith('.'));
    const typed = request.headers.get('accept')?.includes('text/html') === true;

    return !hidden && (typed || !basename(path).includes('.'));
}
