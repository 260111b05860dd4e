import { serve } from '@jitar/http/node';
import type { Serving } from '@jitar/http/node';
import { onTestFinished } from 'vitest';

import { createNode } from '../src/index.js';
import type { Node, NodeEvent, NodeOptions } from '../src/index.js';
import { createTestGateway } from './test-gateway.js';
import type { TestGateway } from './test-gateway.js';

export interface RunningNode extends Serving
{
    readonly node: Node;
    readonly events: NodeEvent[];
    /** How many procedures it ran. */
    readonly runs: () => number;
}

/** Starts a node on a socket; it is stopped when the test is over. */
export async function startNode(options: NodeOptions): Promise<RunningNode>
{
    const events: NodeEvent[] = [];
    let runs = 0;

    const node = createNode({
        onEvent: event => events.push(event),
        observer: ({ kind }) => { runs += kind === 'run' ? 1 : 0; return undefined; },
        ...options
    });
    const serving = await serve(node, { url: 'http://127.0.0.1:0' });

    onTestFinished(() => serving.close());

    return { ...serving, node, events, runs: () => runs };
}

export async function startGateway(options: { readonly trustKey?: string; readonly url?: string } = {}): Promise<Serving & { readonly gateway: TestGateway }>
{
    const gateway = createTestGateway(options);
    const serving = await serve(gateway, { url: options.url ?? 'http://127.0.0.1:0' });

    onTestFinished(() => serving.close());

    return { ...serving, gateway };
}

export async function call(url: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<{ readonly status: number; readonly text: string }>
{
    const response = await fetch(`${url}/rpc/${path}`, { headers });

    return { status: response.status, text: await response.text() };
}
