import type { Service } from '@jitar/http';
import { describe, expect, it } from 'vitest';

import { logRequests, logRoutes } from './call-log.js';
import { createLogger } from './logger.js';
import type { LogLevel, Logger } from './logger.js';

const service: Service = {
    fetch: () => new Response('[]', { status: 201 }),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve()
};

function createCapture(level: LogLevel): { logger: Logger; records: unknown[] }
{
    const records: unknown[] = [];

    return { logger: createLogger({ level, format: 'json', output: { write: text => records.push(JSON.parse(text)) } }), records };
}

describe('logRequests', () =>
{
    it('tells of each request what it was, what came of it and of which trace it is, and nothing of its query', async () =>
    {
        const { logger, records } = createCapture('debug');
        const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
        const response = await logRequests(service, logger).fetch(new Request('http://localhost/rpc/sales/listMonths?key=secret', { headers: { traceparent } }));

        expect(response.status).toBe(201);
        expect(records).toMatchObject([{ msg: 'Request', method: 'GET', path: '/rpc/sales/listMonths', status: 201, traceparent, ms: expect.any(Number) as number }]);
        expect(JSON.stringify(records)).not.toContain('secret');
    });

    it('costs nothing when nobody reads it', () =>
    {
        expect(logRequests(service, createCapture('info').logger)).toBe(service);
    });
});

describe('logRoutes', () =>
{
    const start = {
        fqn: 'sales/listMonths', version: '0.0.0', kind: 'forward', member: 'gateway-1', segment: undefined, caller: { kind: 'member', id: 'reporting-1' }, at: 0,
        traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7', parentId: 'b7ad6b7169203331'
    } as const;

    it('tells of each call where it went, what came of it and of which trace it is', () =>
    {
        const { logger, records } = createCapture('debug');
        const observe = logRoutes(logger);

        observe?.(start)?.({ outcome: 'error', error: new TypeError('x is not a function'), duration: 1.234, target: 'sales-1' });
        observe?.({ ...start, caller: { kind: 'outside', trusted: false }, parentId: undefined })?.({ outcome: 'ok', duration: 1, target: 'sales-2' });

        expect(records).toEqual([
            expect.objectContaining({ msg: 'Route', fqn: 'sales/listMonths', version: '0.0.0', node: 'sales-1', caller: 'reporting-1', traceId: start.traceId, parentId: start.parentId, outcome: 'error', ms: 1.23, error: 'TypeError: x is not a function' }),
            expect.objectContaining({ msg: 'Route', node: 'sales-2', caller: 'outside', outcome: 'ok', ms: 1 })
        ]);
        expect(records[1]).not.toHaveProperty('traceId');
    });

    it('costs nothing when nobody reads it', () =>
    {
        expect(logRoutes(createCapture('info').logger)).toBe(undefined);
    });
});
