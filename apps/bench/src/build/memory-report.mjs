import { writeSync } from 'node:fs';

// Loaded into each contestant: at its end it tells the peak of its resident memory, in kilobytes.
process.on('exit', () =>
{
    try
    {
        writeSync(3, String(process.resourceUsage().maxRSS));
    }
    catch
    {
        // Where nobody listens nothing is told.
    }
});
