import { AsyncLocalStorage } from 'node:async_hooks';

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Pool } from 'undici';

// Usage: hono.mjs <port> [<origin of the next>]. A hand-written endpoint; with a next one, also what calls it.
const [port, next] = process.argv.slice(2);
const app = new Hono();
const storage = new AsyncLocalStorage();

async function add(left, right)
{
    return { sum: left + right };
}

app.post('/add', async context =>
{
    const { left, right } = await context.req.json();

    return context.json(await add(left, right));
});

// The same with a context that follows the call.
app.post('/add-in-context', async context =>
{
    const { left, right } = await context.req.json();

    return context.json(await storage.run({ headers: new Map() }, () => add(left, right)));
});

if (next !== undefined)
{
    const pool = new Pool(next);

    app.post('/forward', async context =>
    {
        const { left, right } = await context.req.json();
        const answer = await pool.request({ path: '/add', method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ left, right }) });

        return context.json(await answer.body.json());
    });
}

serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' }, () => { console.log('ready'); });
