import { describe, expect, it } from 'vitest';

import { createCallMeter } from './call-meter.js';
import { describeProcedureCalls } from './procedure-status.js';

describe('describeProcedureCalls', () =>
{
    it('puts the versions of a procedure together, in order of the names, with its calls if there were any', () =>
    {
        const meter = createCallMeter({ now: () => 0 });

        meter.observer({ fqn: 'b', version: '1.0.0', kind: 'run', member: '', segment: '', caller: { kind: 'outside', trusted: true }, at: 0, traceId: '', spanId: '', parentId: undefined })?.({ outcome: 'ok', duration: 2 });

        expect(describeProcedureCalls([
            { fqn: 'b', version: '1.0.0', access: 'public' },
            { fqn: 'a', version: '0.0.0', access: 'protected', timeout: 1 },
            { fqn: 'b', version: '2.0.0', access: 'protected' }
        ], meter)).toEqual([
            { fqn: 'a', versions: [{ version: '0.0.0', access: 'protected' }] },
            {
                fqn: 'b', versions: [{ version: '1.0.0', access: 'public' }, { version: '2.0.0', access: 'protected' }],
                calls: { calls: 1, failures: 0, recent: { seconds: 10, calls: 0, failures: 0 }, latency: { p50: 2, p90: 2, p99: 2, max: 2 } }
            }
        ]);
    });
});
