import type { Service } from '@jitar/http';
import { describe, expect, it } from 'vitest';

import { logRequests } from './call-log.js';
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
