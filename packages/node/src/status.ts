import { statusFormat } from '@jitar/protocol';
import type { Observer, ProcedureDescription, ServiceStatus } from '@jitar/protocol';
import { describeDestination } from '@jitar/routing';
import type { LoadLimit } from '@jitar/routing';
import { createCallMeter, describeProcedureCalls } from '@jitar/runtime';
import type { CallMeter } from '@jitar/runtime';

import type { Cluster } from './cluster.js';

/** What a node measures. */
export interface NodeMeters
{
    /** The procedures that run here. */
    readonly procedures: CallMeter;
    /** The calls of peers. */
    readonly peers: CallMeter;
    /** Measures the former, of what a runtime tells; `undefined`: nobody would hear of it. */
    readonly runs: Observer | undefined;
    /** Measures the latter; `undefined`: nobody would hear of it. */
    readonly calls: Observer | undefined;
}

/** What a node tells of itself. */
export interface NodeStatusSource
{
    readonly id: string;
    readonly state: ServiceStatus['state'];
    readonly uptime: number;
    readonly procedures: readonly ProcedureDescription[];
    /** `undefined`: it has not started. */
    readonly limited: LoadLimit | undefined;
    readonly cluster: Cluster | undefined;
    readonly meters: NodeMeters;
    /** Milliseconds on the clock of the cluster. */
    readonly now: number;
}

/** @param options - `unheard`: whether there is nobody whom the status could be told, so that nothing is measured. */
export function createNodeMeters({ now, unheard }: { readonly now: () => number; readonly unheard: boolean }): NodeMeters
{
    const procedures = createCallMeter({ now });
    const peers = createCallMeter({ now });
    // What it calls elsewhere is measured there, and by the peer.
    const observeRuns: Observer = start => start.kind === 'run' ? procedures.observer(start) : undefined;

    return { procedures, peers, runs: unheard ? undefined : Object.assign(observeRuns, { spans: false }), calls: unheard ? undefined : peers.observer };
}

const idle = { inFlight: 0, queued: 0, refused: 0 };

export function describeNode({ id, state, uptime, procedures, limited, cluster, meters, now }: NodeStatusSource): ServiceStatus
{
    const { peers = [], retries = { spent: 0, left: 0 }, links = [] } = cluster?.status() ?? {};

    return {
        format: statusFormat,
        id,
        kind: 'node',
        state,
        uptime: Math.round(uptime),
        load: limited?.load() ?? { outside: idle, members: idle },
        calls: meters.procedures.total(),
        procedures: describeProcedureCalls(procedures, meters.procedures),
        destinations: peers.map(peer => describeDestination(peer, { now, calls: meters.peers.target(peer.id) })),
        retries,
        links
    };
}
