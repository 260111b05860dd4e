import type { Channel, ChannelHandlers } from '@jitar/protocol';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

import { createMemoryChannels } from '../src/index.js';
import { describeLink } from './conformance.js';

describeLink('memory', async () => createMemoryChannels());

describeLink('message ports', async () =>
{
    const { port1, port2 } = new MessageChannel();

    return [createPortChannel(port1), createPortChannel(port2)];
});

function createPortChannel(port: MessagePort): Channel
{
    let end = { code: 1000, reason: '' };

    return {
        remote: 'port',
        loopback: true,
        buffered: 0,
        open: (handlers: ChannelHandlers) =>
        {
            port.on('message', (data: string) => handlers.message(data));
            port.on('close', () => handlers.close(end));
        },
        send: data => port.postMessage(data),
        close: (code = 1000, reason = '') =>
        {
            end = { code, reason };
            port.close();
        }
    };
}
