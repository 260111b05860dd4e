import { createRequestVerifier } from '@jitar/http';
import { manifestPath } from '@jitar/manifest';

import type { BuiltApplication } from './built-application.js';

export interface TestRepository
{
    application: BuiltApplication;
    /** What was asked for, in order. */
    readonly asked: string[];
    /** What it answers instead, while it is set. */
    trouble: Response | Error | undefined;
    readonly fetch: typeof fetch;
}

/** Answers as a repository does, without a socket. */
export function createTestRepository(application: BuiltApplication, { trustKey }: { readonly trustKey?: string } = {}): TestRepository
{
    const verify = trustKey === undefined ? async () => true : createRequestVerifier({ trustKey });

    const repository: TestRepository = {
        application,
        asked: [],
        trouble: undefined,
        fetch: async (input, init) =>
        {
            const request = new Request(input, init);
            const path = decodeURIComponent(new URL(request.url).pathname).replace('/.jitar/', '');

            if (repository.trouble instanceof Error)
            {
                throw repository.trouble;
            }

            if (repository.trouble !== undefined)
            {
                return repository.trouble.clone();
            }

            if (!await verify(request, request.headers.get('authorization')))
            {
                return new Response(null, { status: 401 });
            }

            repository.asked.push(path);

            const content = path === 'manifest.json' ? JSON.stringify(repository.application.manifest) : repository.application.files[path.replace('files/', '')];

            return content === undefined || path.endsWith(manifestPath) ? new Response(null, { status: 404 }) : new Response(content);
        }
    };

    return repository;
}
