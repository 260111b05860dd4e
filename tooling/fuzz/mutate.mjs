/** Words of the form, and of what attackers have tried elsewhere. */
const words = [
    '"$undefined"', '"$NaN"', '"$Infinity"', '"$-Infinity"', '"$-0"', '"$BigInt:1"', '"$BigInt:-0"', '"$BigInt:', '"$Date:"', '"$Date:2026-01-31T00:00:00.000Z"',
    '"$Date:+275760-09-13T00:00:00.000Z"', '"$RegExp:g/a"', '"$RegExp:/', '"$URL:http://a/"', '"$URLSearchParams:a=b"', '"$ArrayBuffer:"', '"$DataView:AAAA"', '"$Buffer:AA=="',
    '"$Uint8Array:AQID"', '"$Int8Array:"', '"$Float64Array:AAAAAAAAAAA="', '"$BigInt64Array:AAAAAAAAAAA="', '"$Uint16Array:AAA="', '"$Uint8Array:#0"', '"$Temporal.Instant:2020-01-01T00:00:00Z"',
    '["$Map",', '["$Set",', '["$Array",', '["$Array",3,"0",1]', '["$Array",9999999]', '["$nullPrototype",', '["$Boolean",true]', '["$Number",1]', '["$String","a"]', '["$BigInt","$BigInt:1"]',
    '["$Headers","a","b"]', '["$Blob","$Uint8Array:","a/b"]', '["$File","$Uint8Array:","","a",0]', '["$FormData","a","b"]', '["$Error","Error",{"message":"a"}]', '["$Error","AggregateError",{"errors":[]}]',
    '["$Error","JitarError",{"name":"a","message":"b","code":"C","status":400}]', '["$Error","TypeError",{"cause":', '["$class",0,', '["$class",', '"$0"', '"$1"', '"$2"', '"$7"', '"$01"', '"$$"', '"$$a"', '"$"',
    '{"$tagged":1,"value":', '"classes":[', '"$tagged"', '"value"', '"__proto__"', '"\\u005f_proto__"', '"constructor"', '"prototype"', '"then"', '"toJSON"', '"length"', '"cause"', '"errors"', '"name"', '"message"', '"stack"',
    '"status"', '"code"', 'null', 'true', '-1', '0', '1e9', '4294967295', '1.5', '[]', '{}', '[', ']', '{', '}', ',', ':', '"', '\\u0000', '\\ud800'
];

const longest = 100_000;
const parse = text =>
{
    try
    {
        return JSON.parse(text);
    }
    catch
    {
        return undefined;
    }
};

const leaves = words.map(parse).filter(value => value !== undefined);

/** Makes another text of one: of its characters, or, where it is JSON, of its values. */
export function mutate(text, other, random)
{
    let changed = text;

    for (let left = 1 + random.below(4); left > 0; left--)
    {
        const tree = random.chance(0.65) ? parse(changed) : undefined;

        changed = tree === undefined ? mutateText(changed, other, random) : JSON.stringify(mutateTree(tree, parse(other), random)) ?? 'null';
    }

    return changed.length > longest ? changed.slice(0, longest) : changed;
}

function mutateText(text, other, random)
{
    const from = random.below(text.length + 1);
    const to = Math.min(text.length, from + random.below(random.chance(0.8) ? 8 : 200));
    const [start, middle, end] = [text.slice(0, from), text.slice(from, to), text.slice(to)];

    switch (random.below(7))
    {
        case 0: return start + end;
        case 1: return start + random.pick(words) + end;
        case 2: return start + random.pick(words) + text.slice(from);
        case 3: return start + middle.repeat(1 + random.below(random.chance(0.9) ? 4 : 2_000)) + end;
        case 4: return start + String.fromCharCode(random.below(random.chance(0.9) ? 128 : 65_536)) + text.slice(from + 1);
        case 5: return start + other.slice(random.below(other.length + 1));
        default: return start + middle.replace(/\d+/g, () => String(random.pick([0, 1, 2, 3, 10, 255, 65_536, 2 ** 32, -1, 0.5]))) + end;
    }
}

/** Every place in a tree, with what holds it. */
function placesOf(tree)
{
    const holder = { tree };
    const places = [[holder, 'tree']];

    for (let index = 0; index < places.length && places.length < 5_000; index++)
    {
        const [object, key] = places[index];
        const value = object[key];

        if (typeof value === 'object' && value !== null)
        {
            for (const name of Object.keys(value))
            {
                places.push([value, name]);
            }
        }
    }

    return { holder, places };
}

function mutateTree(tree, other, random)
{
    const { holder, places } = placesOf(tree);
    const [object, key] = random.pick(places);
    const value = object[key];
    const set = replacement => Object.defineProperty(object, key, { value: replacement, writable: true, enumerable: true, configurable: true });

    switch (random.below(9))
    {
        case 0: set(random.pick(leaves)); break;
        case 1: set(pickPart(other ?? tree, random)); break;
        case 2: set(pickPart(tree, random)); break;
        case 3: set(`$${random.below(places.length)}`); break;
        case 4: set([random.pick(leaves), value]); break;
        case 5: set([random.pick(['$Map', '$Set', '$nullPrototype', '$Array', '$Error', '$class', '$Headers']), ...Array.isArray(value) ? value : [value]]); break;
        case 6:
            if (Array.isArray(value))
            {
                value.splice(random.below(value.length + 1), random.below(3), ...random.chance(0.6) ? [pickPart(other ?? tree, random)] : []);
            }
            else if (typeof value === 'string')
            {
                set(mutateText(value, String(random.pick(leaves)), random));
            }
            break;
        case 7:
            if (Array.isArray(value) && value.length > 0)
            {
                const times = random.chance(0.95) ? 1 + random.below(5) : random.below(1_000);

                value.push(...Array.from({ length: Math.min(times, 2_000) }, () => random.pick(value)));
            }
            else if (typeof value === 'number')
            {
                set(random.pick([0, 1, -1, 2, value + 1, value - 1, -value, 0.5, 2 ** 31, 2 ** 32, 9_999_999]));
            }
            break;
        default:
            if (typeof value === 'object' && value !== null && !Array.isArray(value))
            {
                Object.defineProperty(value, String(random.pick(leaves)), { value: pickPart(other ?? tree, random), writable: true, enumerable: true, configurable: true });
            }
            else if (Array.isArray(object))
            {
                object.splice(Number(key), 1);
            }
    }

    return isBounded(holder.tree) ? holder.tree : tree;
}

/** A copy of some part, so that no tree gets to hold itself. */
function pickPart(tree, random)
{
    const { places } = placesOf(tree);
    const [object, key] = random.pick(places);

    return structuredClone(object[key]);
}

function isBounded(tree)
{
    try
    {
        return (JSON.stringify(tree) ?? '').length <= longest;
    }
    catch
    {
        return false;
    }
}
