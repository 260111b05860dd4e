import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Writes down what happened, in which process, and when: in milliseconds that all processes of a machine count alike. */
export function note(what: string): void
{
    appendFileSync(process.env['JOURNAL'] ?? '', `${what} ${String(process.pid)} ${String(performance.timeOrigin + performance.now())}\n`);
}
