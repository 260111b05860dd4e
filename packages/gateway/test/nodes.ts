import { createLink, createMemoryChannels } from '@jitar/link';
import type { Link } from '@jitar/link';
import type { Access, Channel, Invoker, MemberKind, PeersChange, ProcedureDescription } from '@jitar/protocol';

import type { Gateway } from '../src/index.js';

export interface TestNodeOptions
{
    readonly id?: string;
    readonly kind?: MemberKind;
    readonly trustKey?: string;
    readonly fqn?: string;
    readonly access?: Access;
    readonly healthy?: boolean;
    readonly invoker?: Invoker;
    readonly register?: boolean;
    readonly channels?: [Channel, Channel];
    readonly url?: string;
    /** The FQN of what it calls. */
    readonly calls?: string;
    readonly onPeers?: (change: PeersChange) => void;
}

/** A node that answers each call with its id. */
export async function joinNode(gateway: Gateway, options: TestNodeOptions = {}): Promise<Link>
{
    const { id = 'node-1', kind = 'node', trustKey, fqn = 'sales/listMonths', access = 'public', healthy = true, register = true, channels = createMemoryChannels() } = options;
    const { url, calls, onPeers = () => undefined } = options;
    const { invoker = { invoke: async () => ({ result: { form: 'tagged', text: JSON.stringify(id) }, headers: {} }) } } = options;
    const procedures: ProcedureDescription[] = [{ fqn, version: '0.0.0', access }];

    gateway.accept(channels[1]);

    const link = await createLink({ channel: channels[0], role: 'dialer', identity: { id, kind, ...url !== undefined && { url } }, trustKey, invoker, heartbeat: false, control: { peers: change => { onPeers(change); return null; } } });

    if (register)
    {
        await link.ask('register', { segments: ['sales'], procedures, calls: calls === undefined ? [] : [{ fqn: calls, version: '0.0.0' }], healthy });
    }

    return link;
}

/** Calls the gateway from outside. */
export async function callGateway(gateway: Gateway, path: string, init?: RequestInit): Promise<{ status: number; text: string; headers: Headers; code: string | null }>
{
    const response = await gateway.fetch(new Request(`http://localhost${path}`, init));

    return { status: response.status, text: await response.text(), headers: response.headers, code: response.headers.get('x-jitar-error-code') };
}
