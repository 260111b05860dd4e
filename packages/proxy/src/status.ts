import { statusFormat } from '@jitar/protocol';
import type { ServiceStatus } from '@jitar/protocol';
import { describeDestination } from '@jitar/routing';
import type { Admission, Failover } from '@jitar/routing';
import type { CallMeter } from '@jitar/runtime';

/** What a proxy tells of itself. */
export interface ProxyStatusSource
{
    readonly id: string;
    readonly state: ServiceStatus['state'];
    readonly uptime: number;
    readonly admission: Admission;
    readonly remote: Failover;
    readonly meter: CallMeter;
    /** Milliseconds on the clock of the targets. */
    readonly now: number;
}

/** A proxy knows no procedures: anyone may ask for any name. It has no links, for it calls over HTTP. */
export function describeProxy({ id, state, uptime, admission, remote, meter, now }: ProxyStatusSource): ServiceStatus
{
    return {
        format: statusFormat,
        id,
        kind: 'proxy',
        state,
        uptime: Math.round(uptime),
        load: { outside: { inFlight: admission.inFlight, queued: 0, refused: admission.refused }, members: { inFlight: 0, queued: 0, refused: 0 } },
        calls: meter.total(),
        procedures: [],
        destinations: remote.places().map(place => describeDestination(place, { now, calls: meter.target(place.id) })),
        retries: remote.retries(),
        links: []
    };
}
