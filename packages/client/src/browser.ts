import { createHttpInvoker } from '@jitar/http';
import { hosts } from '@jitar/protocol';

import { openClient } from './open-client.js';

/*
 * The module that a repository serves as `jitar.client.js`. Imported by the first stub that is called, it starts a
 * client for the application in whose folder it lies, unless the page has started one itself.
 */
const url = new URL('./', import.meta.url).href;

if (!hosts().some(host => host.root === url))
{
    // It has one address, and so no need of what chooses among several.
    await openClient({ url }, address => createHttpInvoker({ url: address }));
}
