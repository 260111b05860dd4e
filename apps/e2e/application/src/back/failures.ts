import { SoldOut } from '../shared/SoldOut.js';

/** Fails in the asked way. */
export async function fail(kind: string): Promise<never>
{
    switch (kind)
    {
        case 'own': throw new SoldOut('chai', 2);
        case 'type': throw new TypeError('not a chai', { cause: new RangeError('out of range') });
        case 'many': throw new AggregateError([new Error('one'), new SoldOut('tea', 1)], 'many');
        default: throw new Error(`failed: ${kind}`);
    }
}
