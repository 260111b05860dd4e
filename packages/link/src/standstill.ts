import type { Clock } from './clock.js';

/** Notices that this process stood still: paused, or busy with something else. */
export interface Standstill
{
    /** This side does something; it does so at every look of the heartbeat, and with every frame. */
    note(): void;
    /** Milliseconds for which what arrives in this turn may have waited; 0: it did not. */
    waited(): number;
}

/** @param interval - Milliseconds between two looks of the heartbeat. */
export function createStandstill(clock: Clock, interval: number): Standstill
{
    let last = clock.now();
    let standstill = 0;

    return {
        note()
        {
            const now = clock.now();
            const silence = now - last;

            last = now;

            if (silence > 2 * interval)
            {
                // A look was due within the first interval: what is beyond it was no idleness.
                standstill = silence - interval;
                // All that waited outside is read in one turn.
                clock.soon(() => clock.soon(() => { standstill = 0; }));
            }
        },

        waited: () => standstill
    };
}
