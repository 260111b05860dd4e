const tripped = [];

/** Is called by what nobody may run. */
export function trip(name)
{
    tripped.push(name);
}

/** Tells what ran that nobody may run, once. */
export function takeTrips()
{
    return tripped.splice(0);
}

/**
 * Lays wires where a text could reach: a global class of the name that payloads have, and setters on prototypes for the
 * property that they all try to set.
 *
 * @returns What takes them away.
 */
export function layTripwires()
{
    const prototypes = [Object, Array, Map, Set, Error, Function].map(Type => Type.prototype);

    globalThis.Tripwire = class Tripwire
    {
        constructor()
        {
            trip('new Tripwire');
        }
    };

    for (const prototype of prototypes)
    {
        Object.defineProperty(prototype, 'polluted', {
            configurable: true,
            get: () => undefined,
            set()
            {
                trip('set polluted');
            }
        });
    }

    return () =>
    {
        delete globalThis.Tripwire;
        prototypes.forEach(prototype => delete prototype.polluted);
    };
}
