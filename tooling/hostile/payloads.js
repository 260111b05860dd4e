/**
 * What attackers send, by what they are after. `plain` ones are JSON; of `tagged` ones the value is given, and, beside
 * it, the classes. `whole` ones are whole texts. `outcome` is what a codec with the classes of `classes.js` does.
 *
 * The names in brackets are those of codecs of which an attack of the kind was published.
 */
export const groups = [
    {
        attack: 'prototype pollution', mode: 'plain', outcome: 'refused',
        payloads: {
            'as a key': '{"__proto__":{"polluted":1}}',
            'deep in a list': '[[[{"a":[{"__proto__":{"polluted":1}}]}]]]',
            'with one letter escaped': '{"\\u005f_proto__":{"polluted":1}}',
            'with another letter escaped, in capitals': '{"__pr\\u006Fto__":{"polluted":1}}',
            'with all letters escaped': '{"\\u005f\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f":{"polluted":1}}',
            'as null': '{"__proto__":null}',
            'beside a key of the same name': '{"__proto__":1,"__proto__":{"polluted":1}}',
            'within itself': '{"__proto__":{"__proto__":{"polluted":1}}}'
        }
    },
    {
        attack: 'prototype pollution', mode: 'plain', outcome: 'inert',
        payloads: {
            'through the constructor': '{"constructor":{"prototype":{"polluted":1}}}',
            'through the constructor, escaped': '{"\\u0063onstructor":{"prototype":{"polluted":1}}}',
            'through the constructor of a list': '[{"constructor":{"prototype":{"polluted":[]}}}]',
            'as a path of names (superjson)': '{"json":{},"meta":{"values":{"__proto__.polluted":["Date"]},"referentialEqualities":{"a":["constructor.prototype.polluted"]}}}',
            'as a path of a form (tRPC, oRPC)': '{"__proto__[polluted]":1,"constructor.prototype.polluted":1,"meta":[[0,"__proto__","polluted"]]}',
            'as a text': '"__proto__"',
            'by the methods of old': '{"__defineGetter__":1,"__defineSetter__":1,"__lookupGetter__":1}',
            'under names with spaces and a NUL': '{" __proto__":{"polluted":1},"__proto__\\u0000":{"polluted":1}}'
        }
    },
    {
        attack: 'prototype pollution', mode: 'tagged', outcome: 'refused',
        payloads: {
            'as a key': '{"__proto__":{"polluted":1}}',
            'with a letter escaped': '{"d":"$Date:","\\u005f_proto__":{"polluted":1}}',
            'by a name of a record without prototype (devalue)': '["$nullPrototype","__proto__",{"polluted":1}]',
            'by an escaped name of a record without prototype': '["$nullPrototype","\\u005f_proto__",{"polluted":1}]',
            'by a name of an array (devalue)': '["$Array",1,"__proto__",{"polluted":1}]',
            'by a name that is no text, but becomes one': '["$nullPrototype",["__proto__"],{"polluted":1}]',
            'by a name of an array that becomes one': '["$Array",1,["__proto__"],{"polluted":1}]',
            'in the fields of an error': '["$Error","Error",{"message":"a","__proto__":{"polluted":1}}]',
            'in the fields of an error, escaped': '["$Error","Error",{"message":"a","__proto_\\u005f":{"polluted":1}}]',
            'as the type of an error': '["$Error","__proto__",{"message":"a"}]',
            'in the cause of an error': '["$Error","Error",{"message":"a","cause":{"__proto__":{"polluted":1}}}]',
            'in a Map': '["$Map","a",{"__proto__":{"polluted":1}}]',
            'in a key of a Map': '["$Map",{"__proto__":{"polluted":1}},1]',
            'in a Set': '["$Set",{"__proto__":{"polluted":1}}]',
            'as a head': '["$__proto__",{"polluted":1}]',
            'as a sign': '"$__proto__:a"',
            'as a reference': '["a","$__proto__"]',
            'as a name of a class': ['["$class",0,{"polluted":1}]', '[["hostile/Account","__proto__"]]'],
            'as the key of a class': ['["$class",0,{"polluted":1}]', '[["__proto__","polluted"]]'],
            'in the classes': ['["$class",0,1]', '[{"__proto__":{"polluted":1}}]'],
            'as the number of a layout': ['["$class","__proto__",1]', '[["hostile/Account","owner"]]'],
            'of what an instance is made of': ['["$class",0,{"__proto__":{"balance":1}}]', '[["hostile/Account","owner"]]']
        }
    },
    {
        attack: 'prototype pollution', mode: 'tagged', outcome: 'inert',
        payloads: {
            'through the constructor': '{"d":"$Date:","constructor":{"prototype":{"polluted":1}}}',
            'through the constructor of a record without prototype': '["$nullPrototype","constructor",{"prototype":{"polluted":1}},"prototype",1]',
            'through the constructor of an array': '["$Array",1,"constructor",{"prototype":{"polluted":1}}]',
            'by a key of a Map, when it becomes plain': '["$Map","__proto__",{"polluted":1},"constructor",{"prototype":{"polluted":1}}]',
            'by what a reference leads to': '[{"constructor":"$0"},"$1"]',
            'as a field of an error': '["$Error","Error",{"message":"a","constructor":{"prototype":{"polluted":1}}}]',
            'by a header': '["$Headers","__proto__","polluted"]',
            'by a field of a form': '["$FormData","__proto__","polluted","constructor[prototype][polluted]","1"]',
            'by a query': '"$URLSearchParams:__proto__[polluted]=1"',
            'by the names of a list': '["$Array",3,"0","$0","constructor","$0","push",1]'
        }
    },
    {
        attack: 'prototype pollution', mode: 'whole', outcome: 'refused',
        payloads: {
            'beside the value': '{"$tagged":1,"value":1,"__proto__":{"polluted":1}}',
            'instead of the version': '{"$tagged":{"__proto__":{"polluted":1}},"value":1}',
            'instead of the classes': '{"$tagged":1,"classes":{"__proto__":{"polluted":1}},"value":1}'
        }
    },
    {
        attack: 'lookup by names', mode: 'tagged', outcome: 'refused',
        payloads: {
            'of a constructor': '["$Function","return 1"]',
            'of a global': ['["$class",0,"return 1"]', '[["Function","0"]]'],
            'of a class that nobody registered': ['["$class",0,"a"]', '[["Tripwire","name"]]'],
            'of a class by a path': ['["$class",0,"a"]', '[["globalThis.Tripwire","name"]]'],
            'of a class in a module': ['["$class",0,"id"]', '[["node:child_process#execSync","command"]]'],
            'of a file': ['["$class",0,"id"]', '[["../../../../tmp/evil.js","name"]]'],
            'of a method (React Flight)': '"$1:constructor:constructor"',
            'of a path of a reference (React Flight)': '[{"a":1},"$1:a:__proto__:constructor"]',
            'of what all objects have, as a head': '["$constructor","return 1"]',
            'of a method of all objects, as a head': '["$hasOwnProperty","a"]',
            'of what all objects have, as a sign': '"$toString:a"',
            'of the class of an error (turbo-stream)': '["$Error","Function",{"message":"return 1"}]',
            'of a global class of errors': '["$Error","Tripwire",{"message":"a"}]',
            'of what all functions have, as a class': ['["$class",0,1]', '[["constructor","prototype"]]'],
            'of a method of the list of layouts': ['["$class","push",1]', '[["hostile/Account","owner"]]'],
            'of the length of the list of layouts': ['["$class","length",1]', '[["hostile/Account","owner"]]'],
            'of a symbol': '["$Symbol","iterator"]',
            'of a promise (seroval)': '["$Promise",1]',
            'of an iterator': '["$Iterator",[]]',
            'of a server function (React Flight)': '["$F","action#bound"]',
            'of a Temporal that does not exist': '"$Temporal.constructor:a"',
            'of a prototype as a sign': '"$prototype:a"'
        }
    },
    {
        attack: 'lookup by names', mode: 'tagged', outcome: 'inert',
        payloads: {
            'of an error of a class that nobody registered': '["$Error","Error",{"name":"Tripwire","message":"a"},"Tripwire"]',
            'of an error with the name of a global (turbo-stream)': '["$Error","Error",{"name":"Function","message":"return 1"}]',
            'of the brand of an error': '["$Error","JitarError",{"name":"constructor","message":"a","code":"__proto__","status":400}]',
            'in a text': '{"$class":0,"a":"$$1:constructor"}'
        }
    },
    {
        attack: 'thenables', mode: 'plain', outcome: 'inert',
        payloads: {
            'with a text for a method': '{"then":"constructor"}',
            'in all sorts': '{"then":{"call":1,"apply":1},"catch":1,"finally":1,"toJSON":{"a":1},"valueOf":1,"toString":1}',
            'within a list': '[{"then":1},[{"then":[1]}]]',
            'as a chunk (React Flight)': '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":"throw 1;","_formData":{"get":"$1:constructor:constructor"}}}'
        }
    },
    {
        attack: 'thenables', mode: 'tagged', outcome: 'inert',
        payloads: {
            'beside a tag': '{"d":"$Date:","then":"$0","toJSON":"$1"}',
            'without prototype': '["$nullPrototype","then",1,"toJSON",1]',
            'as a property of a list': '["$Array",1,"then",1,"toJSON",["$Map"]]',
            'that is itself (React Flight)': '{"then":"$0"}',
            'as a Map': '["$Map","then",1]'
        }
    },
    {
        attack: 'tag confusion', mode: 'tagged', outcome: 'refused',
        payloads: {
            'a sign that nobody knows': '"$Unknown:a"',
            'a sign without a name': '"$:a"',
            'nothing but the sign': '"$"',
            'a sign of another case': '"$date:2020-01-01T00:00:00.000Z"',
            'a head that nobody knows': '["$map","a",1]',
            'a sign where a head is due': '["$Date","2020-01-01T00:00:00.000Z"]',
            'a Map with half an entry': '["$Map","a"]',
            'a date of text': '"$Date:yesterday"',
            'a date of another form': '"$Date:2020"',
            'a date that is none': '"$Date:2020-02-30T00:00:00.000Z"',
            'a date with a space': '"$Date: 2020-01-01T00:00:00.000Z"',
            'a BigInt in hexadecimal': '"$BigInt:0x10"',
            'a BigInt with a leading zero': '"$BigInt:01"',
            'a BigInt of nothing': '"$BigInt:"',
            'a BigInt of minus zero': '"$BigInt:-0"',
            'a URL that is none': '"$URL:/a"',
            'a header with a line break': '["$Headers","a","b\\r\\nset-cookie: c"]',
            'a header of an object': '["$Headers","a",{"toString":"b"}]',
            'bytes that are no base64': '"$Uint8Array:a==="',
            'bytes in another spelling of base64': '"$Uint8Array:AB=="',
            'bytes with a line break': '"$Uint8Array:AA\\n="',
            'bytes that do not fill the elements': '"$Float64Array:AAAA"',
            'bytes for a list (devalue)': '["$Uint8Array",[1,2,3]]',
            'a length for bytes (devalue)': '["$Uint8Array",1000000000]',
            'a part that nobody sent': '"$Uint8Array:#0"',
            'a part by a name': '"$Uint8Array:#length"',
            'a number in a box that is a text': '["$Number","1"]',
            'a BigInt in a box that is an object': '["$BigInt",{"a":1}]',
            'a Blob of text': '["$Blob","<script>","text/html"]',
            'a Blob of an object': '["$Blob",{"byteLength":9},""]',
            'a File without a time': '["$File","$Uint8Array:","","a","now"]',
            'a File whose time never comes': '["$File","$Uint8Array:","","a","$Infinity"]',
            'a File of a Buffer': '["$File","$Buffer:","","a",0]',
            'a Blob with more to it': '["$Blob","$Uint8Array:","",{"constructor":1}]',
            'a box with more in it': '["$Number",1,{"valueOf":2}]',
            'an error with more to it': '["$Error","Error",{"message":"a"},"Error","more"]',
            'a form of objects': '["$FormData","a",{"b":1}]',
            'a form with a Blob, which has no name': '["$FormData","a",["$Blob","$Uint8Array:",""]]',
            'a name of a record that is a number': '["$nullPrototype",1,2]',
            'a name of a record that is an object': '["$nullPrototype",{"a":1},"$x"]',
            'a name of a record twice': '["$nullPrototype","a",1,"a",2]',
            'the length as a name of an array': '["$Array",1,"length",1000000000]',
            'an item beyond the length': '["$Array",1,"1",1]',
            'an array of a negative length': '["$Array",-1]',
            'an array of half a length': '["$Array",1.5]',
            'an array of the length of a text (seroval)': '["$Array","1000000000"]',
            'an error without fields': '["$Error","Error"]',
            'an error of a list': '["$Error","Error",[]]',
            'an error with a stack': '["$Error","Error",{"message":"a","stack":"at /etc/passwd"}]',
            'an error with a message that is an object': '["$Error","Error",{"message":{"toString":1}}]',
            'an error with a name that is a list': '["$Error","Error",{"name":["TypeError"],"message":"a"}]',
            'an error with a status that does not exist': '["$Error","JitarError",{"message":"a","code":"A","status":99}]',
            'an error with an audience that does not exist': '["$Error","JitarError",{"message":"a","code":"A","status":400,"audience":"everybody"}]',
            'errors that are no list': '["$Error","AggregateError",{"message":"a","errors":{"length":1}}]'
        }
    },
    {
        attack: 'tag confusion', mode: 'tagged', outcome: 'inert',
        payloads: {
            'an error with further fields': '["$Error","Error",{"message":"a","isAdmin":true,"toString":1,"toJSON":2,"then":3,"status":500}]',
            'signs that are escaped': '["$$Date:","$$Map","$$0",{"$Date":"$$"}]',
            'a tagged text within a tagged text': '{"$tagged":1,"value":{"$tagged":1,"value":["$Set",1]}}',
            'names that look like signs': '{"$Map":1,"$class":0,"$0":1,"$Error":"$undefined"}',
            'a head at another place': '[1,"$$Map","$$class"]'
        }
    },
    {
        attack: 'tag confusion', mode: 'whole', outcome: 'refused',
        payloads: {
            'a version that does not exist': '{"$tagged":2,"value":1}',
            'a version as a text': '{"$tagged":"1","value":1}',
            'no value': '{"$tagged":1}',
            'something more': '{"$tagged":1,"value":1,"extra":1}',
            'classes that are no list': '{"$tagged":1,"classes":"a","value":1}',
            'no JSON': '{"$tagged":1,"value":',
            'two texts': '1 2',
            'nothing': '',
            'code': 'throw 1'
        }
    },
    {
        attack: 'tag confusion', mode: 'plain', outcome: 'inert',
        payloads: {
            'tags in a plain text': '{"a":"$Date:","b":["$Map","c"],"d":["$class",0],"e":"$0"}',
            'the mark at another place': '[{"$tagged":1,"value":"$undefined"}]'
        }
    },
    {
        attack: 'class invariants', mode: 'tagged', outcome: 'refused',
        payloads: {
            'a field that is not declared': ['["$class",0,"Ada",true]', '[["hostile/Account","owner","isAdmin"]]'],
            'a setter that is not declared': ['["$class",0,"Ada",true]', '[["hostile/Account","owner","admin"]]'],
            'a getter that is not declared': ['["$class",0,"Ada",1]', '[["hostile/Account","owner","secret"]]'],
            'a method': ['["$class",0,"Ada",1]', '[["hostile/Account","owner","toJSON"]]'],
            'the constructor': ['["$class",0,"Ada",1]', '[["hostile/Account","owner","constructor"]]'],
            'a private field': ['["$class",0,"Ada",1]', '[["hostile/Account","owner","#pin"]]'],
            'a field twice': ['["$class",0,"Ada","Bob"]', '[["hostile/Account","owner","owner"]]'],
            'a value too few': ['["$class",0]', '[["hostile/Account","owner"]]'],
            'a value too many': ['["$class",0,"Ada",1]', '[["hostile/Account","owner"]]'],
            'no layout': '["$class",0,"Ada"]',
            'a layout beyond the last': ['["$class",1,"Ada"]', '[["hostile/Account","owner"]]'],
            'a layout below the first': ['["$class",-1,"Ada"]', '[["hostile/Account","owner"]]'],
            'a layout of half a number': ['["$class",0.5,"Ada"]', '[["hostile/Account","owner"]]'],
            'a layout without a key': ['["$class",0]', '[[]]'],
            'a layout with a name that is no text': ['["$class",0,"Ada"]', '[["hostile/Account",["owner"]]]'],
            'a layout that is a text': ['["$class",0,"Ada"]', '["hostile/Account"]'],
            'a parameter of another type': ['["$class",0,{"a":1}]', '[["hostile/Account","owner"]]'],
            'a parameter that is missing': ['["$class",0,1]', '[["hostile/Account","balance"]]'],
            'a value that the class refuses': ['["$class",0,"Ada",-1]', '[["hostile/Account","owner","balance"]]'],
            'a rest parameter that is no list': ['["$class",0,"a"]', '[["hostile/Log","lines"]]'],
            'itself for a parameter that nothing can set later': ['["$class",0,"$0"]', '[["hostile/Vault","content"]]'],
            'an error made as an instance': ['["$class",0,3]', '[["hostile/OutOfStock","left"]]'],
            'an instance made as an error': '["$Error","Error",{"message":"a","owner":"Ada"},"hostile/Account"]',
            'a field that the error does not declare': '["$Error","Error",{"message":"a","isAdmin":true},"hostile/OutOfStock"]',
            'the stack of an error of a class': '["$Error","Error",{"message":"a","stack":"x"},"hostile/OutOfStock"]',
            'what a built-in object has': ['["$class",0,5]', '[["hostile/Ledger","size"]]'],
            'a class of built-in objects': ['["$class",0]', '[["hostile/Ledger"]]']
        }
    },
    {
        attack: 'amplification', mode: 'tagged', outcome: 'refused',
        payloads: {
            'a reference out of range': '["$7"]',
            'a reference to what comes later': '["$1",[]]',
            'a reference below zero': '["$-1"]',
            'a reference with a leading zero': '["$00"]',
            'a reference in another notation': '["$1e0",[]]',
            'a reference to a part that is not there yet': '[["$Blob","$2",""]]',
            'a reference of twenty digits': '["$99999999999999999999"]',
            'a length that is only announced': '["$Array",4294967295]',
            'lengths that are only announced': '[["$Array",6000000],["$Array",6000000]]',
            'a BigInt of 100,000 digits': `"$BigInt:${'9'.repeat(100_000)}"`,
            'lists within lists, 2,000 levels': `${'["$Set",'.repeat(2_000)}1${']'.repeat(2_000)}`,
            'causes of causes, 2,000 levels': `${'["$Error","Error",{"message":"","cause":'.repeat(2_000)}1${'}]'.repeat(2_000)}`,
            'a rest parameter of nine million places': ['["$class",0,["$Array",9000000]]', '[["hostile/Log","lines"]]']
        }
    },
    {
        attack: 'amplification', mode: 'tagged', outcome: 'inert',
        payloads: {
            'a list that holds itself': '["$0"]',
            'a Map that is its own key': '["$Map","$0","$0"]',
            'an error that is its own cause': '["$Error","Error",{"message":"a","cause":"$0"}]',
            'an error that is one of its errors': '["$Error","AggregateError",{"message":"a","errors":["$0","$0"]}]',
            'a list of 100,000 places': '["$Array",100000]',
            'a list of 100,000 places, twenty times over': `[["$Array",100000]${',"$1"'.repeat(20)}]`,
            'a doubling graph of 30 levels (billion laughs)': doubling(30),
            'a doubling graph of 200 levels': doubling(200),
            'one big value that is referred to 20,000 times': `[{"big":"${'x'.repeat(100_000)}"}${',"$1"'.repeat(20_000)}]`,
            'big bytes that are referred to 20,000 times': `[{"big":"$Uint8Array:${'A'.repeat(100_000)}"}${',"$1"'.repeat(20_000)}]`,
            'one Map as many keys of a Map (React Flight)': `["$Map",${Array(2_000).fill('["$Map"],"$0"').join()}]`
        }
    },
    {
        attack: 'amplification', mode: 'plain', outcome: 'refused',
        payloads: {
            'lists within lists, 100,000 levels (seroval)': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
            'records within records, 5,000 levels': `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
            'lists that never end': '['.repeat(100_000)
        }
    },
    {
        attack: 'amplification', mode: 'plain', outcome: 'inert',
        payloads: {
            'a number of 100,000 digits': '9'.repeat(100_000),
            'a number beyond all numbers': '1e999999',
            'half a character': '"\\ud800"',
            'an index that looks like a length': '{"4294967295":1,"length":4294967295,"-0":1}'
        }
    },
    {
        attack: 'regular expressions', mode: 'tagged', outcome: 'refused', regExp: true,
        payloads: {
            'that never end (seroval)': '"$RegExp:/^(a+)+$"',
            'that never end, with flags': '"$RegExp:gimsuy/(.*)*\\\\1"',
            'without an end': '"$RegExp:/(a"',
            'with flags that do not exist': '"$RegExp:xyz/a"',
            'as the value of a Map': '["$Map","a","$RegExp:/(a|a)*$"]',
            'of a thousand groups': `"$RegExp:/${'('.repeat(1_000)}${')*'.repeat(1_000)}"`
        }
    },
    {
        attack: 'leaks', mode: 'tagged', outcome: 'refused',
        payloads: {
            'an error that quotes what was sent, of a URL': '"$URL:leaked-secret"',
            'an error that quotes what was sent, of a BigInt': '"$BigInt:leaked-secret"',
            'an error that quotes what was sent, of a date': '"$Date:leaked-secret"',
            'an error that quotes what was sent, of a header': '["$Headers","leaked secret","a"]',
            'an error that quotes what was sent, of a class': ['["$class",0,{"leaked-secret":1}]', '[["hostile/Account","owner"]]'],
            'an error that quotes what was sent, of a tag': '"$leaked-secret:1"',
            'an error that quotes what was sent, of a key of a class': ['["$class",0]', '[["leaked-secret"]]']
        }
    },
    {
        attack: 'leaks', mode: 'whole', outcome: 'refused',
        payloads: { 'an error that quotes what was sent, of JSON': '{"a":leaked-secret}' }
    }
];

/** Lists of which each holds the next one twice: one kilobyte, and more items than there are atoms. */
function doubling(levels)
{
    let text = '[]';

    for (let level = levels - 1; level >= 0; level--)
    {
        text = `[${text},"$${level + 1}"]`;
    }

    return text;
}
