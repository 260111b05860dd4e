import { createCodec } from '@jitar/serialization';
import * as devalue from 'devalue';
import * as seroval from 'seroval';
import SuperJSON from 'superjson';
import * as turbo from 'turbo-stream';

import { createIncumbent } from '../values/incumbent.mjs';
import { definitions } from './classes.mjs';

function createSubject()
{
    const codec = createCodec({ classes: definitions });

    return async value => codec.decodeParts(await codec.encodeAsync(value));
}

function createSuperJson()
{
    const superjson = new SuperJSON({ dedupe: true });

    for (const { key, implementation } of definitions)
    {
        superjson.registerClass(implementation, key);
    }

    return value => superjson.parse(superjson.stringify(value));
}

/**
 * There and back, by name, the subject first. The peers are as they come, but show errors and shared objects where that
 * is an option, and know the classes where that takes no code for each of them.
 */
export const contestants = new Map([
    ['`@jitar/serialization`', createSubject],
    ['`structuredClone`', () => structuredClone],
    ['devalue', () => value => devalue.parse(devalue.stringify(value))],
    ['seroval', () => value => seroval.fromJSON(JSON.parse(JSON.stringify(seroval.toJSON(value))))],
    ['superjson', createSuperJson],
    ['turbo-stream', () => value => turbo.decode(turbo.encode(value, { redactErrors: false }))],
    ['jitar 0.10', () => createIncumbent(new Map(definitions.map(({ key, implementation }) => [key, implementation])))]
]);
