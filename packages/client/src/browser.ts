import { hosts } from '@jitar/protocol';

import { startClient } from './client.js';

/*
 * The module that a repository serves as `jitar.client.js`. Imported by the first stub that is called, it starts a
 * client for the application in whose folder it lies, unless the page has started one itself.
 */
const url = new URL('./', import.meta.url).href;

if (!hosts().some(host => host.root === url))
{
    await startClient({ url });
}
