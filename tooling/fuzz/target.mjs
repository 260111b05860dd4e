/** What the codec must never do to a text. */
export class Finding extends Error
{
    constructor(message, text, cause)
    {
        super(message, { cause });
        this.text = text;
    }
}

/** Milliseconds that a text of at most 100,000 characters may take. */
const patience = 100;

/**
 * Reads a text in all ways, as a service would: by a codec that knows classes and as plain JSON, and, for nobody may
 * learn from one text how another is read, twice; then writes what came of it.
 */
export function createTarget({ createCodec, parsePlain, toPlain, copy }, classes)
{
    const knowing = pairOf({ classes });
    const keeping = pairOf({ unknownClasses: 'keep', regExp: false });
    let ran = 0;

    // Names that a text might try to reach; nothing but a mistake of the codec can call them.
    globalThis.Tripwire = class Tripwire
    {
        constructor()
        {
            ran++;
        }
    };

    return {
        run(text)
        {
            readWith(knowing, text, 'codec');
            readWith(keeping, text, 'codec that keeps');
            attempt(text, 'parsePlain', ['VALUE_NOT_READABLE'], () => parsePlain(text));

            if (ran > 0)
            {
                throw new Finding('Code ran that is not registered.', text);
            }
        }
    };

    /** What is just within the limits when it is read may be counted in another way when it is written. */
    function pairOf(options)
    {
        return { reader: createCodec({ ...options, limits: { items: 100_000 } }), codec: createCodec({ ...options, limits: { depth: 1_000, items: 1_000_000 } }) };
    }

    function readWith({ reader, codec }, text, name)
    {
        const read = attempt(text, name, ['VALUE_NOT_READABLE'], () => reader.decode(text));

        if (read === undefined)
        {
            return;
        }

        // Content of files can only be written asynchronously, and what stands in $Array or a Map is not always plain.
        const written = attempt(text, `${name}, writing`, ['VALUE_NOT_SERIALIZABLE'], () => codec.encode(read.value));

        if (written === undefined)
        {
            if (!/\$(?:Blob|File|FormData)/.test(unescape(text)))
            {
                throw new Finding(`${name}: what was read cannot be written.`, text);
            }

            return;
        }

        const again = attempt(text, `${name}, reading again`, [], () => codec.decode(written.value));
        const rewritten = attempt(text, `${name}, writing again`, [], () => codec.encode(again.value));

        // Hosts join the values of a header without trimming what they join, and trim it when it is given to them. A
        // cause with a file in it is left out, and what was noted for it is not.
        const isStable = !/\$(?:Headers|Blob|File|FormData)/.test(unescape(text));

        if (isStable && rewritten.value !== written.value)
        {
            throw new Finding(`${name}: what was written is read as something else: ${written.value.slice(0, 500)} | ${rewritten.value.slice(0, 500)}`, text);
        }

        const copied = attempt(text, `${name}, copying`, [], () => copy(read.value, codec, codec));

        const fromCopy = attempt(text, `${name}, writing the copy`, [], () => codec.encode(copied.value));

        if (isStable && fromCopy.value !== written.value)
        {
            throw new Finding(`${name}: the copy is something else.`, text);
        }

        attempt(text, `${name}, toPlain`, ['VALUE_NOT_SERIALIZABLE'], () => toPlain(read.value, { codec }));
    }
}

/** Each letter can be spelled as an escape. */
function unescape(text)
{
    return text.replace(/\\u00([0-7][0-9a-f])/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** The value of a call; nothing if it was refused with one of these codes. */
function attempt(text, name, codes, call)
{
    const { result, time: first } = timed(call);

    // A machine does other things as well, and collects garbage: a call is slow when it is so every time.
    const time = first > patience / 2 ? Math.min(first, ...Array.from({ length: 5 }, () => timed(call).time)) : first;

    if (time > patience)
    {
        throw new Finding(`${name} took ${time.toFixed(0)} ms.`, text);
    }

    slowest.time = Math.max(slowest.time, time);

    if ('value' in result)
    {
        return result;
    }

    const { error } = result;

    if (!codes.includes(error?.code) || typeof error.message !== 'string')
    {
        throw new Finding(`${name} threw ${String(error)}`, text, error);
    }

    return undefined;
}

/** Milliseconds of the longest call so far. */
export const slowest = { time: 0 };

/** The time of a call in milliseconds, without what other processes of the machine took of it. */
function timed(call)
{
    const start = performance.now();
    const used = process.cpuUsage();
    const end = () =>
    {
        const { user, system } = process.cpuUsage(used);

        return Math.min(performance.now() - start, (user + system) / 1_000);
    };

    try
    {
        const value = call();

        return { result: { value }, time: end() };
    }
    catch (error)
    {
        return { result: { error }, time: end() };
    }
}
