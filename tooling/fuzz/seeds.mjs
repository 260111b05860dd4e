import { existsSync, readFileSync } from 'node:fs';

const vectors = ['valid', 'refused'].map(name => new URL(`../../packages/serialization/vectors/${name}.json`, import.meta.url)).filter(url => existsSync(url));

/** Texts to begin with: the vectors of the form, values of the codec's own tests, and one of each kind of attack. */
export function readSeeds({ createCodec }, { values, classes, sample }, seed)
{
    const codec = createCodec({ classes });

    return [
        ...vectors.flatMap(url => textsIn(JSON.parse(readFileSync(url, 'utf8')))),
        ...sample(values, { numRuns: 300, seed }).map(value => codec.encode(value)),
        ...attacks
    ];
}

/** Whatever the fields of a file of vectors are called, those with a text have one. */
function textsIn(vectors)
{
    return typeof vectors === 'string' ? [vectors] : Object.values(vectors ?? {}).flatMap(part => typeof part === 'object' || typeof part === 'string' ? textsIn(part) : []);
}

const attacks = [
    '{"__proto__":{"polluted":1}}', '{"a":[{"\\u005f_proto__":{"polluted":1}}]}', '{"constructor":{"prototype":{"polluted":1}}}', '{"then":1,"toJSON":"x"}',
    '{"$tagged":1,"value":["$nullPrototype","__proto__",1]}', '{"$tagged":1,"value":["$Array",1,"constructor",1]}', '{"$tagged":1,"value":["$Array",1000,"7",{"a":"$0"}]}',
    '{"$tagged":1,"classes":[["test/Person","name","friends"]],"value":["$class",0,"Ada",[["$class",0,"Bob",["$0"]]]]}',
    '{"$tagged":1,"classes":[["test/Box","content"]],"value":["$class",0,["$class",0,"$-0"]]}',
    '{"$tagged":1,"classes":[["test/Team","members","labels"]],"value":["$class",0,[],["a","b"]]}',
    '{"$tagged":1,"classes":[["test/Money","amount","currency"]],"value":["$class",0,"$BigInt:5","EUR"]}',
    '{"$tagged":1,"classes":[["Function","a"]],"value":["$class",0,"return 1"]}', '{"$tagged":1,"value":["$Error","Error",{"message":"a","cause":"$0"}]}',
    '{"$tagged":1,"value":["$Error","AggregateError",{"name":"AggregateError","message":"","errors":[["$Error","TypeError",{"name":"x","message":""}]]}]}',
    '{"$tagged":1,"value":["$Error","JitarError",{"name":"NotFound","message":"a","code":"NOT_FOUND","status":404}]}',
    '{"$tagged":1,"value":["$Error","Error",{"name":"A","message":"b"},"sales/A"]}',
    '{"$tagged":1,"value":[["$Map","a",["$Set","$0","$1"]],["$Headers","a","b","set-cookie","c"],["$FormData","a","b"],["$Blob","$Uint8Array:AA==","a/b"],["$File","$Uint8Array:","","a",0]]}',
    '{"$tagged":1,"value":["$Date:2026-01-31T00:00:00.000Z","$Date:","$URL:http://a/?b","$URLSearchParams:a=b","$RegExp:gi/a+","$BigInt:-12345678901234567890","$Float64Array:AAAAAAAA8D8=","$$5","$undefined"]}',
    `${'['.repeat(300)}${']'.repeat(300)}`, '"$Date:"', '[1,2.5,-0,1e400,"\\ud800"]'
];
