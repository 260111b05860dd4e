import { createError } from '@jitar/errors';
import { createRequestVerifier } from '@jitar/http';
import type { RequestEnvironment } from '@jitar/http';
import type { Manifest } from '@jitar/manifest';

import type { Application } from './application.js';
import { answerFile } from './file-answer.js';
import { readRequestPath } from './request-path.js';
import { findFile } from './stored-file.js';

/** What nodes may get. */
export interface NodeFileOptions
{
    readonly folder: string;
    readonly application: () => Promise<Application>;
    readonly trustKey: string | undefined;
    /** The segments that nodes may have; `undefined`: all. */
    readonly segments: readonly string[] | undefined;
}

/** Answers a request of a member of the cluster; the environment tells of its connection. */
export type NodeFileHandler = (request: Request, environment: RequestEnvironment | undefined) => Promise<Response>;

const manifestAddress = '.jitar/manifest.json';
const filesAddress = '.jitar/files/';

/**
 * Hands the built application to the nodes of the cluster: the manifest, and the files that it lists.
 *
 * A node proves with a signature that it knows the trust key. Without a key there is nothing to prove, so only
 * programs on this machine get anything.
 */
export function createNodeFiles({ folder, application, trustKey, segments }: NodeFileOptions): NodeFileHandler
{
    const verify = trustKey === undefined ? undefined : createRequestVerifier({ trustKey });

    return async function answerNode(request, environment)
    {
        const member = verify === undefined
            ? isLocal(request, environment)
            : await verify(request, request.headers.get('authorization'));

        if (!member)
        {
            throw createError('REQUEST_NOT_SIGNED', {});
        }

        const manifest = choose((await application()).manifest, segments);
        const { path } = readRequestPath(request.url);

        if (path === manifestAddress)
        {
            return answerManifest(request, manifest);
        }

        const name = path.startsWith(filesAddress) ? path.slice(filesAddress.length) : undefined;
        const hash = name === undefined ? undefined : hashOf(manifest, name);
        const file = name === undefined || hash === undefined ? undefined : await findFile(folder, name);

        if (file === undefined)
        {
            throw createError('PATH_NOT_FOUND', { path: `/${path}` });
        }

        return answerFile(request, file, { etag: `"${hash ?? ''}"`, contentType: 'application/octet-stream' });
    };
}

/** A program on this machine: no page in a browser, and nothing that somebody passed on. */
function isLocal(request: Request, environment: RequestEnvironment | undefined): boolean
{
    // By its name, for a page of another site may have had its own name resolved to this machine.
    const { hostname } = new URL(request.url);
    const local = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
    const passedOn = [...request.headers.keys()].some(name => name === 'forwarded' || name === 'via' || name === 'origin' || name.startsWith('x-forwarded-'));

    return environment?.loopback === true && local && !passedOn;
}

function choose(manifest: Manifest, names: readonly string[] | undefined): Manifest
{
    return names === undefined
        ? manifest
        : { ...manifest, segments: Object.fromEntries(Object.entries(manifest.segments).filter(([name]) => names.includes(name))) };
}

function hashOf({ segments, outer, assets }: Manifest, path: string): string | undefined
{
    const files = Object.values(segments).map(segment => segment.files).find(candidates => Object.hasOwn(candidates, path));

    return files?.[path]
        ?? (Object.hasOwn(outer.files, path) ? outer.files[path]?.sha256 : undefined)
        ?? (Object.hasOwn(assets, path) ? assets[path] : undefined);
}

function answerManifest(request: Request, manifest: Manifest): Response
{
    const headers = { 'cache-control': 'no-cache', 'content-type': 'application/json', 'etag': `"${manifest.build}"` };

    return request.headers.get('if-none-match') === headers.etag
        ? new Response(null, { status: 304, headers })
        : new Response(request.method === 'HEAD' ? null : JSON.stringify(manifest), { headers });
}
