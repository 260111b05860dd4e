import type { Clock } from '@jitar/link';

/** A clock that stands still until it is told to go on. */
export function createTestClock(): Clock & { advance(milliseconds: number): Promise<void>; readonly waiting: number }
{
    let time = 1000;
    let timers: { readonly at: number; readonly action: () => void }[] = [];

    return {
        get waiting() { return timers.length; },
        now: () => time,
        soon: action => void setImmediate(action),
        after: (milliseconds, action) =>
        {
            const timer = { at: time + milliseconds, action };

            timers.push(timer);

            return () =>
            {
                timers = timers.filter(candidate => candidate !== timer);
            };
        },
        advance: async milliseconds =>
        {
            const end = time + milliseconds;

            await settle();

            for (;;)
            {
                const next = timers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];

                if (next === undefined)
                {
                    break;
                }

                timers = timers.filter(candidate => candidate !== next);
                time = next.at;
                next.action();

                await settle();
            }

            time = end;
        }
    };
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void>
{
    for (let turn = 0; turn < 8; turn++)
    {
        await new Promise(resolve => setImmediate(resolve));
    }
}
