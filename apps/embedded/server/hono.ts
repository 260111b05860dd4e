import { rpcRoutes } from '@jitar/http';
import type { SegmentBundle } from '@jitar/protocol';
import { createRuntime } from '@jitar/runtime';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';

/** A Hono application with routes and middleware of its own, which also runs the segment of another application. */
export async function createHonoServer(dist: URL): Promise<Hono>
{
    const { default: greetings } = await import(new URL('greetings.segment.js', dist).href) as { default: SegmentBundle };
    const runtime = createRuntime({ root: dist.href, segments: [greetings] });
    const app = new Hono();

    app.use(requestId());
    app.get('/about', context => context.text('A server of our own'));
    app.route('/rpc', rpcRoutes(runtime));

    return app;
}
