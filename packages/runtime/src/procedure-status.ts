import type { ProcedureDescription, ProcedureStatus } from '@jitar/protocol';

import type { CallMeter } from './call-meter.js';

/** Describes procedures as a status tells of them: the versions of each together, by name, with what the meter knows. */
export function describeProcedureCalls(procedures: readonly ProcedureDescription[], meter: Pick<CallMeter, 'procedure'>): ProcedureStatus[]
{
    const versions = new Map<string, ProcedureStatus['versions'][number][]>();

    for (const { fqn, version, access } of procedures)
    {
        versions.set(fqn, [...versions.get(fqn) ?? [], { version, access }]);
    }

    return [...versions]
        .sort(([left], [right]) => left < right ? -1 : 1)
        .map(([fqn, all]) =>
        {
            const calls = meter.procedure(fqn);

            return { fqn, versions: all, ...calls !== undefined && { calls } };
        });
}
