import { createError } from '@jitar/errors';
import { signRequest } from '@jitar/http';

/** How to ask a repository. */
export interface RepositoryClientOptions
{
    readonly url: string;
    /** Signs the requests. */
    readonly trustKey: string | undefined;
    readonly fetch: typeof fetch;
    readonly signal: AbortSignal;
}

/** Asks a repository for what it has for nodes. Both reject with `SERVICE_UNREACHABLE` or `REPOSITORY_REFUSED`. */
export interface RepositoryClient
{
    /** The text of the manifest. Rejects with `BUILD_NOT_FOUND` where there is none. */
    manifest(): Promise<string>;
    /** The content of a file; `undefined`: there is none. */
    file(path: string): Promise<Uint8Array | undefined>;
}

/** Milliseconds that a repository gets to answer. */
const answerTimeout = 30_000;

export function createRepositoryClient({ url, trustKey, fetch, signal }: RepositoryClientOptions): RepositoryClient
{
    const base = url.endsWith('/') ? url : `${url}/`;

    return {
        manifest: async () =>
        {
            const content = await get('.jitar/manifest.json');

            if (content === undefined)
            {
                throw createError('BUILD_NOT_FOUND', { folder: url });
            }

            return new TextDecoder().decode(content);
        },
        file: path => get(`.jitar/files/${path.split('/').map(encodeURIComponent).join('/')}`)
    };

    async function get(path: string): Promise<Uint8Array | undefined>
    {
        const address = new URL(path, base).href;
        const headers: Record<string, string> = trustKey === undefined ? {} : { authorization: await signRequest({ method: 'GET', url: address }, { trustKey }) };

        try
        {
            const response = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeout)]) });

            if (response.ok)
            {
                return new Uint8Array(await response.arrayBuffer());
            }

            await response.body?.cancel();

            if (response.status === 404)
            {
                return undefined;
            }

            throw response.status === 401 || response.status === 403
                ? createError('REPOSITORY_REFUSED', { url })
                : new Error(`It answered with the status ${String(response.status)}`);
        }
        catch (cause)
        {
            throw isRefusal(cause) ? cause : createError('SERVICE_UNREACHABLE', { url }, { cause });
        }
    }
}

function isRefusal(error: unknown): boolean
{
    return error instanceof Error && 'code' in error && error.code === 'REPOSITORY_REFUSED';
}
