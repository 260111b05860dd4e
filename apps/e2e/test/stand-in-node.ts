import { serve, createWebSocketTransport } from '@jitar/http/node';
import { createLink } from '@jitar/link';
import type { Channel, Invoker, MemberIdentity, ProcedureDescription } from '@jitar/protocol';

import { trustKey } from './cluster.js';

/** What stands in for a node. */
export interface StandInOptions
{
    readonly id: string;
    readonly gateway: string;
    readonly procedures: readonly ProcedureDescription[];
    /** Runs what is called here. */
    readonly invoker: Invoker;
    /** Whether other nodes can reach it, or only the gateway; default `true`. */
    readonly reachable?: boolean;
}

/** A member of a cluster in the process of the test, over real sockets, so that the test sees and decides what becomes of each call. */
export async function startStandIn({ id, gateway, procedures, invoker, reachable = true }: StandInOptions): Promise<AsyncDisposable>
{
    const accept = (channel: Channel): void =>
    {
        void createLink({ channel, role: 'listener', identity, trustKey, invoker }).catch(() => undefined);
    };

    const serving = reachable ? await serve({ fetch: () => new Response(null, { status: 404 }), accept }, { url: 'http://127.0.0.1:0' }) : undefined;
    const identity: MemberIdentity = { id, kind: 'node', ...serving !== undefined && { url: serving.url } };
    const link = await createLink({ channel: await createWebSocketTransport().connect(gateway), role: 'dialer', identity, trustKey, invoker });

    await link.ask('register', { segments: ['work'], procedures, calls: [], healthy: true });

    return {
        async [Symbol.asyncDispose]()
        {
            link.close();
            await link.closed;
            await serving?.close();
        }
    };
}
