import { createCodec } from '@jitar/serialization';
import * as devalue from 'devalue';
import * as seroval from 'seroval';
import SuperJSON from 'superjson';
import * as turbo from 'turbo-stream';

import { createIncumbent } from './incumbent.mjs';
import { Line, lineDefinition } from './line.mjs';

const fieldsOf = line => [line.product, line.price, line.quantity];

/** The codec that is the subject; what is large travels beside the text where a codec can do so. */
export const subject = createCodec({ classes: [lineDefinition] });

function createSeroval()
{
    const plugins = [seroval.createPlugin({
        tag: 'sales/Line',
        test: value => value instanceof Line,
        parse: { sync: (value, context) => ({ fields: context.parse(fieldsOf(value)) }) },
        serialize: () => '',
        deserialize: (node, context) => new Line(...context.deserialize(node.fields))
    })];

    return value => seroval.fromJSON(JSON.parse(JSON.stringify(seroval.toJSON(value, { plugins }))), { plugins });
}

/** Without `dedupe` it walks every path through a graph, and there are more of them than it can finish. */
function createSuperJson()
{
    const superjson = new SuperJSON({ dedupe: true });

    superjson.registerCustom({
        isApplicable: value => value instanceof Line,
        serialize: fieldsOf,
        deserialize: fields => new Line(...fields)
    }, 'sales/Line');

    return value => superjson.parse(superjson.stringify(value));
}

function createDevalue()
{
    const reducers = { Line: value => value instanceof Line && fieldsOf(value) };
    const revivers = { Line: fields => new Line(...fields) };

    return value => devalue.parse(devalue.stringify(value, reducers), revivers);
}

function createTurboStream()
{
    const encoding = { plugins: [value => value instanceof Line && ['Line', ...fieldsOf(value)]] };
    const decoding = { plugins: [(type, ...fields) => type === 'Line' ? { value: new Line(...fields) } : undefined] };

    return async value => turbo.decode(turbo.encode(value, encoding), decoding);
}

/** What the subject is compared with: functions that encode and decode a value, by name. */
export const peers = new Map([
    ['devalue', createDevalue()],
    ['seroval', createSeroval()],
    ['superjson', createSuperJson()],
    ['turbo-stream', createTurboStream()],
    ['incumbent', await createIncumbent(new Map([[lineDefinition.key, Line]]))]
]);

/** The peers that never come back from a cycle. */
export const endlessOnCycles = new Set(['incumbent']);
