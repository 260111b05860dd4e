import * as devalue from 'devalue';
import fc from 'fast-check';
import { fromJSON, toJSON } from 'seroval';
import type { SerovalJSON } from 'seroval';
import { expect, it } from 'vitest';

import { createCodec } from '../src/index.js';
import { same } from './same.js';
import { common } from './values.js';

const codec = createCodec();
const runs = 10_000;

it.each<readonly [name: string, peer: (value: unknown) => unknown]>([
    ['devalue', value => devalue.parse(devalue.stringify(value)) as unknown],
    ['seroval', value => fromJSON(JSON.parse(JSON.stringify(toJSON(value))) as SerovalJSON)]
])('%s agrees on what it supports', { timeout: 120_000 }, (_, peer) =>
{
    let seen = 0;

    fc.assert(fc.property(common, value =>
    {
        const theirs = peer(value);

        seen++;

        return same(value, theirs) && same(theirs, codec.decode(codec.encode(value)));
    }), { numRuns: runs });

    expect(seen).toBe(runs);
});
