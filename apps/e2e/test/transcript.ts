import { trustKey } from './cluster.js';

/** One call from outside, and the answer that every placement must give. */
export interface Exchange
{
    readonly call: string;
    readonly args?: unknown;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly status?: number;
    readonly type?: string;
    /** The body as text, or as JSON; of errors the part that is given. */
    readonly answer?: unknown;
    readonly error?: Readonly<Record<string, unknown>>;
    readonly answerHeaders?: Readonly<Record<string, string>>;
}

const trusted = { 'x-jitar-trust-key': trustKey };

/** The transcript: results, errors, headers that matter, a mutated argument, `instanceof` on both sides. */
export const transcript: readonly Exchange[] = [
    ...Object.entries({
        undefined: 'undefined undefined', null: 'object null', nan: 'number NaN', negativeZero: '-0', infinity: 'number -Infinity', bigint: 'bigint 1180591620717411303424',
        text: 'string é\u2028"', date: 'Date 857217600000', invalidDate: 'Date NaN', map: 'Map string a=>number 1,{key:boolean true}=>Set number 1,string b',
        bytes: 'Uint8Array 0,127,255', regexp: 'RegExp /a+b/giu', url: 'URL https://example.com/a?b=c#d', holes: '[number 1,hole,number 3]',
        tagLike: '{$tagged:number 1,value:string $Date:,list:[string $Map,string $0]}', nullPrototype: 'null {a:number 1}', nested: '{a:[{b:undefined undefined,c:object null}]}'
    }).map(([kind, answer]): Exchange => ({ call: 'front/roundTrip', args: { kind }, type: 'text/plain', answer })),

    ...Object.entries({
        bytes: 'Uint8Array 1000000:441929', buffer: 'Buffer 1000000:441929', instance: 'Scan a scan ArrayBuffer 1000000:441929',
        blob: 'Blob image/png ArrayBuffer 1000000:441929', form: 'FormData title=a scan scan=File application/x-scan scan.bin 5 ArrayBuffer 1000000:441929'
    }).map(([kind, answer]): Exchange => ({ call: 'front/binary', args: { kind }, type: 'application/json', answer: [answer, answer] })),
    { call: 'front/damaged', answer: 'Damaged Uint8Array 5000:139361' },

    { call: 'front/cycle', type: 'application/boolean', answer: 'true' },
    { call: 'front/mutated', type: 'application/json', answer: { here: 2, there: 3 } },
    { call: 'front/instances', answer: ['true true 12.50 EUR 1997-03-01T12:00:00.000Z quick', 'true true 15 discounted 1.01 USD', '0 '] },
    { call: 'front/identity', answer: 'true' },
    { call: 'front/argumentsOf', args: { kind: 'one' }, answer: 'a|a!' },
    { call: 'front/argumentsOf', args: { kind: 'undefined' }, answer: 'a|a!|c' },
    { call: 'front/argumentsOf', args: { kind: 'rest' }, answer: 'a|b|c|d' },
    { call: 'front/argumentsOf', args: { kind: 'destructured' }, answer: '7:x:2' },
    { call: 'front/argumentsOf', args: { kind: 'absent' }, answer: '8:none:0' },
    { call: 'front/refused', answer: 'The value at "args.value.order.items[1].onChange" cannot be sent: it is a function.' },
    { call: 'front/counts', answer: [0, 1, 0, 1] },

    { call: 'front/caught', args: { kind: 'own' }, answer: 'SoldOut SoldOut: chai is sold out (2 left) SoldOut(chai, 2)' },
    { call: 'front/caught', args: { kind: 'type' }, answer: 'TypeError TypeError: not a chai <- RangeError RangeError: out of range' },
    { call: 'front/caught', args: { kind: 'many' }, answer: 'AggregateError AggregateError: many [Error Error: one; SoldOut SoldOut: tea is sold out (1 left) SoldOut(tea, 1)]' },
    { call: 'front/caught', args: { kind: 'other' }, answer: 'Error Error: failed: other' },
    { call: 'front/through', args: { kind: 'own' }, status: 500, error: { code: 'INTERNAL_ERROR', message: 'Internal error' } },

    { call: 'front/greet', args: { name: 'Ada' }, answer: 'Hello, Ada.' },
    { call: 'front/greet', args: { name: 'Ada', greeting: 'Hi', mark: '!', '...others': ['Bob', 'Eve'] }, answer: 'Hi, Ada and Bob and Eve!' },
    { call: 'front/greet?name=Ada&greeting=Ciao', method: 'GET', answer: 'Ciao, Ada.' },
    { call: 'front/greet', args: {}, status: 400, error: { code: 'MISSING_ARGUMENT' } },
    { call: 'front/greet', args: { name: 'Ada', nmae: 'x' }, status: 400, error: { code: 'UNKNOWN_ARGUMENT' } },
    { call: 'front/greet', args: { name: 'Ada', '...others': 'Bob' }, status: 400, error: { code: 'INVALID_ARGUMENT' } },
    { call: 'front/greet', args: { name: 'Ada', '*user': 'eve' }, status: 400 },

    { call: 'front/order', type: 'application/json', answer: { id: 3, total: { cents: 999, currency: 'EUR' }, placed: '1997-03-01T12:00:00.000Z', note: '' } },
    { call: 'front/bytes', answer: '%PDF', answerHeaders: { 'content-type': 'application/octet-stream' } },
    { call: 'front/picture', answer: '<svg/>', answerHeaders: { 'content-type': 'image/svg+xml' } },
    { call: 'front/form', status: 500, error: { code: 'VALUE_NOT_SERIALIZABLE' } },
    { call: 'front/plain', args: { kind: 'undefined' }, type: 'application/undefined' },
    { call: 'front/plain', args: { kind: 'null' }, type: 'application/null' },
    { call: 'front/plain', args: { kind: 'boolean' }, type: 'application/boolean', answer: 'false' },
    { call: 'front/plain', args: { kind: 'number' }, type: 'application/number', answer: '1.5' },
    { call: 'front/plain', args: { kind: 'text' }, type: 'text/plain', answer: 'plain' },
    { call: 'front/plain', args: { kind: 'map' }, type: 'application/json', answer: { a: '1997-03-01T12:00:00.000Z' } },
    { call: 'front/plain', args: { kind: 'set' }, answer: [1, 2] },
    { call: 'front/plain', args: { kind: 'object' }, answer: { b: [1, null] } },

    { call: 'front/whoami', answer: 'ada acme', answerHeaders: { 'x-tagged': 'front/whoami' } },
    { call: 'front/price', status: 404, error: { code: 'VERSION_REQUIRED' } },
    { call: 'front/price', headers: { 'x-jitar-procedure-version': '1.9' }, answer: 'price 1' },
    { call: 'front/price', headers: { 'x-jitar-procedure-version': '2' }, answer: 'price 2' },
    { call: 'front/price', headers: { 'x-jitar-procedure-version': '0.9' }, status: 404, error: { code: 'PROCEDURE_NOT_FOUND' } },
    { call: 'front/price', headers: { 'x-jitar-procedure-version': 'two' }, status: 400, error: { code: 'INVALID_VERSION' } },
    { call: 'front/secret', status: 401, error: { code: 'TRUST_REQUIRED' } },
    { call: 'front/secret', headers: { 'x-jitar-trust-key': 'a guess' }, status: 401, error: { code: 'WRONG_TRUST_KEY' } },
    { call: 'front/secret', headers: trusted, answer: 'secret' },
    { call: 'back/echo', args: { value: 1 }, status: 401, error: { code: 'TRUST_REQUIRED' } },
    { call: 'back/echo', args: { value: { a: [1] } }, headers: trusted, answer: { a: [1] } },
    { call: 'front/hidden', status: 404, error: { code: 'PROCEDURE_NOT_FOUND', message: 'Procedure "front/hidden" not found.' } },
    { call: 'front/hidden', headers: trusted, status: 404, error: { code: 'PROCEDURE_NOT_FOUND' } },
    { call: 'front/nothing', status: 404, error: { code: 'PROCEDURE_NOT_FOUND', message: 'Procedure "front/nothing" not found.' } },
    { call: 'front/secret', method: 'OPTIONS', status: 401 },
    { call: 'front/whoami', method: 'OPTIONS', status: 200 },
    { call: 'front/whoami', method: 'DELETE', status: 405, error: { code: 'METHOD_NOT_ALLOWED' } }
];

/** What came back: everything of an answer that must not depend on placement. */
export interface Answer
{
    readonly call: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string | null>>;
    /** Bytes as Latin-1. */
    readonly body: string;
}

const comparedHeaders = ['content-type', 'x-jitar-content-type', 'x-jitar-error-code', 'x-tagged', 'cache-control', 'retry-after', 'allow'];

/** Makes the calls one after the other. Correlation ids, which differ by nature, are left out. */
export async function play(url: string, exchanges: readonly Exchange[]): Promise<Answer[]>
{
    const answers: Answer[] = [];

    for (const { call, args, method = 'POST', headers = {} } of exchanges)
    {
        const body = method === 'POST' ? JSON.stringify(args ?? {}) : undefined;
        const response = await fetch(`${url}/rpc/${call}`, {
            method,
            headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
            ...(body === undefined ? {} : { body })
        });

        const binary = response.headers.get('content-type') === 'application/octet-stream';
        const text = Buffer.from(await response.arrayBuffer()).toString(binary ? 'latin1' : 'utf8');

        answers.push({
            call, status: response.status,
            headers: Object.fromEntries(comparedHeaders.map(name => [name, response.headers.get(name)])),
            body: text.replace(/"correlationId":"[^"]*"/u, '"correlationId":""')
        });
    }

    return answers;
}
