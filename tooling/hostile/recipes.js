const levels = (open, close, count) => `${open.repeat(count)}1${close.repeat(count)}`;

/**
 * Payloads of a size, in characters, of what takes more time or memory than it takes characters. Each has a mode and
 * makes its value; those with classes make the list of layouts as well.
 */
export function createRecipes(size)
{
    return [
        { name: 'empty lists', mode: 'plain', make: () => fill('[]') },
        { name: 'empty records', mode: 'plain', make: () => fill('{}') },
        { name: 'records of one property each', mode: 'plain', make: () => fill(index => `{"k${index}":1}`) },
        { name: 'many keys', mode: 'plain', make: () => fill(index => `"k${index}":1`, { start: '{', end: '}' }) },
        { name: 'many keys that are numbers', mode: 'plain', make: () => fill(index => `"${index * 7_919}":1`, { start: '{', end: '}' }) },
        { name: 'keys of which each letter is an escape', mode: 'plain', make: () => fill(index => `"\\u0061\\u005f\\u005f${index}":1`, { start: '{', end: '}' }) },
        { name: 'keys with the same hash in hosts that do not seed it', mode: 'plain', make: () => fill(index => `"${(index * 65_536).toString()}":1`, { start: '{', end: '}' }) },
        { name: 'deep nests', mode: 'plain', make: () => fill(levels('[', ']', 150)) },
        { name: 'deep nests of records', mode: 'plain', make: () => fill(levels('{"a":', '}', 150)) },
        { name: 'one long text', mode: 'plain', make: () => JSON.stringify('x'.repeat(size - 2)) },
        { name: 'one text of escapes', mode: 'plain', make: () => `"${'\\u005f'.repeat(Math.floor(size / 6) - 1)}"` },
        { name: 'numbers of many digits', mode: 'plain', make: () => fill('1.2345678901234567e-300') },
        { name: 'one number of many digits', mode: 'plain', make: () => `1.${'1'.repeat(size - 3)}` },
        { name: 'references to the whole', mode: 'tagged', make: () => fill('"$0"') },
        { name: 'references to what stands far behind', mode: 'tagged', make: () => fill(index => index < size / 10 ? '[]' : `"$${index % (size / 10) + 1}"`) },
        { name: 'deep nests of Sets', mode: 'tagged', make: () => fill(levels('["$Set",', ']', 150)) },
        { name: 'deep nests of errors', mode: 'tagged', make: () => fill(levels('["$Error","Error",{"message":"","cause":', '}]', 100)) },
        { name: 'dates of many days', mode: 'tagged', make: () => fill(index => `"$Date:${new Date(index * 86_400_000).toISOString()}"`) },
        { name: 'dates of days that collide', mode: 'tagged', make: () => fill(index => `"$Date:${new Date(collidingDay(index) * 86_400_000).toISOString()}"`) },
        { name: 'dates that are invalid', mode: 'tagged', make: () => fill('"$Date:"') },
        { name: 'a date of a million characters', mode: 'tagged', make: () => `"$Date:${'1'.repeat(size - 20)}T00:00:00.000Z"` },
        { name: 'URLs', mode: 'tagged', make: () => fill(index => `"$URL:http://a.b/?${index}"`) },
        { name: 'short URLs', mode: 'tagged', make: () => fill('"$URL:a:b"') },
        { name: 'one long URL', mode: 'tagged', make: () => `"$URL:http://a/${'%41'.repeat(Math.floor(size / 3) - 20)}"` },
        { name: 'queries', mode: 'tagged', make: () => fill('"$URLSearchParams:a"') },
        { name: 'one long query', mode: 'tagged', make: () => `"$URLSearchParams:${'a&'.repeat(Math.floor(size / 2) - 20)}"` },
        { name: 'regular expressions', mode: 'tagged', make: () => fill(index => `"$RegExp:/a${index}"`) },
        { name: 'one long regular expression', mode: 'tagged', make: () => `"$RegExp:/${'(a|b)'.repeat(Math.floor(size / 5) - 20)}"` },
        { name: 'headers', mode: 'tagged', make: () => fill(index => `"a${index}","b"`, { start: '["$Headers",' }) },
        { name: 'headers of one name', mode: 'tagged', make: () => fill('"a","b"', { start: '["$Headers",' }) },
        { name: 'records of headers', mode: 'tagged', make: () => fill('["$Headers"]') },
        { name: 'one long BigInt after the other', mode: 'tagged', make: () => fill(`"$BigInt:${'9'.repeat(10_000)}"`) },
        { name: 'a huge BigInt', mode: 'tagged', make: () => `"$BigInt:${'9'.repeat(size - 20)}"` },
        { name: 'BigInts that collide, in a Set', mode: 'tagged', make: () => fill(index => `"$BigInt:${(BigInt(index) << 64n) + 1n}"`, { start: '["$Set",' }) },
        { name: 'BigInts that collide, in a Map', mode: 'tagged', make: () => fill(index => `"$BigInt:${(BigInt(index) << 64n) + 1n}",1`, { start: '["$Map",' }) },
        { name: 'numbers that collide, in a Set', mode: 'tagged', make: () => fill(index => String(collidingNumber(index)), { start: '["$Set",' }) },
        { name: 'numbers that collide, in a Map', mode: 'tagged', make: () => fill(index => `${collidingNumber(index)},1`, { start: '["$Map",' }) },
        { name: 'numbers beyond 32 bits that collide, in a Set', mode: 'tagged', make: () => fill(index => String(collidingFloat(index)), { start: '["$Set",' }) },
        { name: 'BigInts of 64 bits that collide, in a Set', mode: 'tagged', make: () => fill(index => `"$BigInt:${collidingBits(index)}"`, { start: '["$Set",' }) },
        { name: 'BigInts of 64 bits that collide, in a Map', mode: 'tagged', make: () => fill(index => `"$BigInt:${-collidingBits(index)}",1`, { start: '["$Map",' }) },
        { name: 'texts in a Set', mode: 'tagged', make: () => fill(index => `"k${index}"`, { start: '["$Set",' }) },
        { name: 'Maps', mode: 'tagged', make: () => fill('["$Map"]') },
        { name: 'Sets', mode: 'tagged', make: () => fill('["$Set"]') },
        { name: 'Maps in Sets', mode: 'tagged', make: () => fill('["$Set",["$Map"]]') },
        { name: 'records without prototype', mode: 'tagged', make: () => fill('["$nullPrototype"]') },
        { name: 'one record without prototype, of many keys', mode: 'tagged', make: () => fill(index => `"k${index}",1`, { start: '["$nullPrototype",' }) },
        { name: 'sparse lists', mode: 'tagged', make: () => fill('["$Array",9]') },
        { name: 'sparse lists of a thousand places', mode: 'tagged', make: () => fill('["$Array",99]') },
        { name: 'one sparse list of many items', mode: 'tagged', make: () => fill(index => `"${index * 90}",1`, { start: '["$Array",9000000,' }) },
        { name: 'one list of many properties', mode: 'tagged', make: () => fill(index => `"k${index}",1`, { start: '["$Array",0,' }) },
        { name: 'errors', mode: 'tagged', make: () => fill('["$Error","Error",{}]') },
        { name: 'errors of Jitar', mode: 'tagged', make: () => fill('["$Error","JitarError",{}]') },
        { name: 'boxes', mode: 'tagged', make: () => fill('["$Number",1]') },
        { name: 'base64 of nothing', mode: 'tagged', make: () => fill('"$Uint8Array:"') },
        { name: 'long base64', mode: 'tagged', make: () => `"$Uint8Array:${'A'.repeat(size - 32)}"` },
        { name: 'long base64 that is none', mode: 'tagged', make: () => `"$Uint8Array:${'!'.repeat(size - 32)}"` },
        { name: 'elements of base64', mode: 'tagged', make: () => `"$BigInt64Array:${'A'.repeat(Math.floor(size / 64 - 1) * 64)}"` },
        { name: 'Blobs', mode: 'tagged', make: () => fill('["$Blob","$Uint8Array:",""]') },
        { name: 'Files', mode: 'tagged', make: () => fill('["$File","$Uint8Array:","","",0]') },
        { name: 'forms', mode: 'tagged', make: () => fill('["$FormData"]') },
        { name: 'one form of many fields', mode: 'tagged', make: () => fill('"a","b"', { start: '["$FormData",' }) },
        { name: 'instances', mode: 'tagged', classes: () => '[["hostile/Account","owner"]]', make: () => fill('["$class",0,""]') },
        { name: 'many layouts', mode: 'tagged', classes: () => fill('["hostile/Account","owner","balance"]'), make: () => '["$class",0,"Ada",1]' },
        { name: 'a layout for each instance', mode: 'tagged', classes: () => `[${Array(Math.floor(size / 62)).fill('["hostile/Account","owner","balance"]').join()}]`, make: () => `[${Array.from({ length: Math.floor(size / 62) }, (_, index) => `["$class",${index},"a",1]`).join()}]` },
        { name: 'a layout of many names', mode: 'tagged', classes: () => `[${fill(index => `"n${index}"`, { start: '["hostile/Account",' })}]`, make: () => '["$class",0]' },
        { name: 'a layout of the same name', mode: 'tagged', classes: () => `[${fill('"owner"', { start: '["hostile/Account",' })}]`, make: () => '["$class",0]' },
        { name: 'instances of many fields that nobody knows, in the cause of an error', mode: 'tagged', classes: () => `[["unknown/Thing",${Array.from({ length: 1_000 }, (_, index) => `"n${index}"`).join()}]]`, make: () => `["$Error","Error",{"cause":[${Array(Math.floor((size - 10_000) / 2_013)).fill(`["$class",0${',0'.repeat(1_000)}]`).join()}]}]` },
        { name: 'a rest parameter of many items', mode: 'tagged', classes: () => '[["hostile/Log","lines"]]', make: () => `["$class",0,${fill('1')}]` }
    ];

    /** A list of units, as long as a body of the size can be. */
    function fill(unit, { start = '[', end = ']' } = {})
    {
        const units = [];

        for (let length = start.length + end.length, index = 0; ; index++)
        {
            const text = typeof unit === 'string' ? unit : unit(index);

            if ((length += text.length + 1) > size)
            {
                return `${start}${units.join()}${end}`;
            }

            units.push(text);
        }
    }
}

/**
 * Whole numbers whose hash ends in sixteen zeros in V8, so that a Set has them all in one place: the steps of its
 * `ComputeUnseededHash`, backwards. They are found, not looked for.
 */
function collidingNumber(index)
{
    let hash = index << 16;

    hash ^= hash >>> 16;
    hash = Math.imul(hash, inverse(2_057));
    hash = undo(hash, 4);
    hash = Math.imul(hash, inverse(5));
    hash = undo(hash, 12);

    return Math.imul(hash + 1, inverse(32_767)) | 0;
}

const days = [];

/** Days of which a table of a thousand has sixteen places for all: it asks some hundreds of each new one. */
function collidingDay(index)
{
    for (let day = days.at(-1) ?? 0; days.length <= index; )
    {
        day++;

        if (hashOf(day % 100_000_000) % 512 === 0)
        {
            days.push(day);
        }
    }

    return days[index] % 100_000_000;
}

/** `ComputeUnseededHash`, forwards. */
function hashOf(number)
{
    let hash = ~number + (number << 15);

    hash ^= hash >>> 12;
    hash += hash << 2;
    hash ^= hash >>> 4;
    hash = Math.imul(hash, 2_057);

    return (hash ^ hash >>> 16) >>> 0;
}

/** As {@link collidingNumber}, of the 64 bits of a BigInt, or of a number that is not whole or beyond 32 bits: `ComputeLongHash`, backwards. */
function collidingBits(index)
{
    const all = (1n << 64n) - 1n;
    let hash = BigInt(index + 1) << 20n;

    hash = undoLong(hash, 22n) * inverseLong(65n) & all;
    hash = undoLong(hash, 11n) * inverseLong(21n) & all;

    return (undoLong(hash, 31n) + 1n) * inverseLong((1n << 18n) - 1n) & all;

    function inverseLong(factor)
    {
        let found = factor;

        for (let step = 0; step < 6; step++)
        {
            found = found * (2n - factor * found) & all;
        }

        return found;
    }

    function undoLong(hash, bits)
    {
        let found = hash;

        for (let shift = bits; shift < 64n; shift += bits)
        {
            found = hash ^ found >> bits;
        }

        return found;
    }
}

const view = new DataView(new ArrayBuffer(8));

/** The bits as a number; the bits of what is no number are left out, and so is one that is written as another. */
function collidingFloat(index)
{
    const next = (floats.at(-1)?.index ?? -1) + 1;

    for (let place = next; floats.length <= index; place++)
    {
        view.setBigUint64(0, collidingBits(place));

        const number = view.getFloat64(0);

        if (Number.isFinite(number))
        {
            floats.push({ index: place, number });
        }
    }

    return floats[index].number;
}

const floats = [];

/** What undoes a multiplication in 32 bits (Newton). */
function inverse(factor)
{
    let found = factor;

    for (let step = 0; step < 5; step++)
    {
        found = Math.imul(found, 2 - Math.imul(factor, found));
    }

    return found;
}

/** What undoes `hash ^= hash >>> bits`. */
function undo(hash, bits)
{
    let found = hash;

    for (let shift = bits; shift < 32; shift += bits)
    {
        found = hash ^ found >>> bits;
    }

    return found;
}
