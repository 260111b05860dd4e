import { createHttpInvoker } from '@jitar/http';
import type { Invoker } from '@jitar/protocol';
import { createFailover } from '@jitar/routing';

import { openClient, readBase } from './open-client.js';
import type { Client, ClientOptions } from './open-client.js';

/**
 * Starts the client: from then on the procedures that the application's code imports are called at the URL.
 *
 * A page needs this call only for options of its own: without one, the first procedure that is called starts the
 * client that the repository serves.
 *
 * @example
 * ```ts
 * const client = await startClient({ middleware: [addLanguage] });
 * ```
 */
export function startClient(options: ClientOptions = {}): Promise<Client>
{
    return openClient(options, url => createRemote(options.gateways ?? [url], options.fetch));
}

function createRemote(urls: readonly string[], fetch: ClientOptions['fetch']): Invoker
{
    const failover = createFailover({ telling: 0 });

    urls.forEach(url => failover.add({ id: url, invoker: createHttpInvoker({ url: readBase(url), fetch }) }));

    return failover;
}
