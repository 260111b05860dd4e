import { rpcRoutes } from '@jitar/http';
import { toNodeHandler } from '@jitar/http/node';
import type { SegmentBundle } from '@jitar/protocol';
import { createRuntime } from '@jitar/runtime';
import express from 'express';
import type { Express } from 'express';

/** An Express application with routes of its own, which also runs the segment of another application. */
export async function createExpressServer(dist: URL): Promise<Express>
{
    const { default: greetings } = await import(new URL('greetings.segment.js', dist).href) as { default: SegmentBundle };
    const runtime = createRuntime({ root: dist.href, segments: [greetings] });
    const app = express();

    app.get('/about', (_request, response) => { response.send('A server of our own'); });
    app.use('/rpc', toNodeHandler(rpcRoutes(runtime)));

    return app;
}
