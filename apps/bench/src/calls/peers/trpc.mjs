import { initTRPC } from '@trpc/server';
import { createHTTPServer } from '@trpc/server/adapters/standalone';

// Usage: trpc.mjs <port>
const trpc = initTRPC.create();

const router = trpc.router({
    add: trpc.procedure.input(input => input).mutation(async ({ input: { left, right } }) => ({ sum: left + right }))
});

createHTTPServer({ router }).listen(Number(process.argv[2]), '127.0.0.1', () => { console.log('ready'); });
