/** Runs in each service: on SIGUSR2 it says how many bytes are in use on the heap when everything else is collected. */
process.on('SIGUSR2', () =>
{
    globalThis.gc();
    globalThis.gc();

    process.stdout.write(`${JSON.stringify({ level: 30, heapUsed: process.memoryUsage().heapUsed })}\n`);
});
