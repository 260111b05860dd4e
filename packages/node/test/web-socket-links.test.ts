import { createWebSocketTransport, serve } from '@jitar/http/node';
import type { Serving } from '@jitar/http/node';
import { describeLink } from '@jitar/link/conformance';
import type { Channel } from '@jitar/protocol';
import { afterAll, beforeAll } from 'vitest';

const transport = createWebSocketTransport();

let serving: Serving;
let accept: (channel: Channel) => void = () => undefined;

beforeAll(async () =>
{
    serving = await serve({ fetch: () => new Response(), accept: channel => accept(channel) }, { url: 'http://127.0.0.1:0' });
});

afterAll(() => serving.close());

describeLink('WebSockets', async () =>
{
    const accepted = new Promise<Channel>(resolve => accept = resolve);

    return Promise.all([transport.connect(serving.url), accepted]);
});
