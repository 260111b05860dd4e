import type { LinkStatus, ServiceStatus } from '@jitar/protocol';
import { statusFormat } from '@jitar/protocol';
import { describeDestination } from '@jitar/routing';
import type { Admission, Router } from '@jitar/routing';
import { describeProcedureCalls } from '@jitar/runtime';
import type { CallMeter } from '@jitar/runtime';

/** What a gateway tells of itself. */
export interface GatewayStatusSource
{
    readonly id: string;
    readonly state: ServiceStatus['state'];
    readonly uptime: number;
    /** The doors for calls from outside, and for those of nodes. */
    readonly admission: Admission;
    readonly memberAdmission: Admission;
    readonly router: Router;
    readonly meter: CallMeter;
    readonly links: readonly LinkStatus[];
    /** Milliseconds on the clock of the router. */
    readonly now: number;
}

export function describeGateway({ id, state, uptime, admission, memberAdmission, router, meter, links, now }: GatewayStatusSource): ServiceStatus
{
    return {
        format: statusFormat,
        id,
        kind: 'gateway',
        state,
        uptime: Math.round(uptime),
        load: { outside: laneOf(admission), members: laneOf(memberAdmission) },
        calls: meter.total(),
        procedures: describeProcedureCalls(router.procedures(), meter),
        destinations: router.members().map(member => describeDestination(member, { now, calls: meter.target(member.id) })),
        retries: router.retries(),
        links
    };
}

/** Nothing waits at a gateway: what its nodes do not take is refused. */
function laneOf({ inFlight, refused }: Admission): ServiceStatus['load']['outside']
{
    return { inFlight, queued: 0, refused };
}
