import type { Clock } from '@jitar/link';
import type { Health } from '@jitar/runtime';

/** What a health reporter watches, and whom it tells. */
export interface HealthReporterOptions
{
    readonly health: Health;
    /** What was reported last. */
    readonly healthy: boolean;
    /** Milliseconds between two looks. */
    readonly interval: number;
    readonly clock: Clock;
    readonly changed: (healthy: boolean) => void;
}

/** Looks at the health from time to time, and reports it when it changes. @returns What ends it. */
export function startHealthReporter({ health, healthy, interval, clock, changed }: HealthReporterOptions): () => void
{
    let reported = healthy;
    let ended = false;
    let cancel = clock.after(interval, look);

    return () =>
    {
        ended = true;
        cancel();
    };

    function look(): void
    {
        void health.isHealthy().then(now =>
        {
            if (ended)
            {
                return;
            }

            if (now !== reported)
            {
                reported = now;
                changed(now);
            }

            cancel = clock.after(interval, look);
        });
    }
}
