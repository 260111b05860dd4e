import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Pool } from 'undici';

// Usage: hono-gateway.mjs <port> <origin of the node>. A hand-written gateway, which passes bodies on as they are.
const [port, node] = process.argv.slice(2);
const app = new Hono();
const pool = new Pool(node);

app.post('*', async context =>
{
    const answer = await pool.request({ path: context.req.path, method: 'POST', headers: { 'content-type': 'application/json' }, body: await context.req.text() });

    return context.body(await answer.body.text(), answer.statusCode, { 'content-type': String(answer.headers['content-type']) });
});

serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' }, () => { console.log('ready'); });
