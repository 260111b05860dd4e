import { formatTime, parseTime } from './iso-time.js';
import { beyond, invalid, refuse, reject } from './refusal.js';
import type { CodecSettings } from './settings.js';
import type { TextType } from './value-type.js';
import type { Walk } from './walk.js';

/** What the hosts that have it offer for dates and times. */
interface TemporalType
{
    readonly prototype: object;
    from(text: string): object;
}

const host = globalThis as { readonly Temporal?: Readonly<Record<string, TemporalType>> };

/** Defines a kind; `write` only ever gets what has the prototype, `read` may throw anything. */
function define<Value extends object>(tag: string, prototype: Value | undefined, write: (value: Value, settings: CodecSettings, walk: Walk) => string, read: (text: string, settings: CodecSettings, walk: Walk) => Value): TextType
{
    return { form: 'text', tag, prototype, write: write, read };
}

function guard(regExp: boolean, fail: (reason: string) => never): void
{
    if (!regExp)
    {
        fail('regular expressions are refused here');
    }
}

/**
 * Charges what a host resolves when it makes an expression: properties of Unicode, most of all those of texts, and sets.
 * Measured on V8, of Node 20: `\p{L}` takes 30 µs, `\p{RGI_Emoji}` 1.6 ms, and ten times that without case; a set 0.2 ms.
 */
function chargeExpression(source: string, flags: string, walk: Walk): void
{
    const isSets = flags.includes('v');

    if (isSets || flags.includes('u'))
    {
        const [properties, sets] = [/\\p/gi, /\[/g].map(part => source.match(part)?.length ?? 0) as [number, number];

        walk.charge(isSets ? properties * (flags.includes('i') ? 2_000 : 200) + sets * 50 : properties * 10);
    }
}

/** Names of hosts have 253 characters at most; those that are not ASCII are encoded in more than linear time. */
const longestHost = 1_000;

function readUrl(text: string): URL
{
    if (text.length > longestHost)
    {
        const host = /^[\0-\x20]*(?:https?|wss?|ftp|file):[\\/]*([^\\/?#]*)/i.exec(text.replace(/[\t\n\r]/g, ''))?.[1] ?? '';

        if (host.length > longestHost && /[^\x20-\x7e]|%/.test(host))
        {
            invalid();
        }
    }

    return new URL(text);
}

/** A query, unless it has too many entries. */
function bounded(query: string, { limits: { entries } }: CodecSettings, fail: typeof refuse): string
{
    return query.split('&', entries + 1).length > entries ? fail(beyond('entries', entries), { final: true }) : query;
}

const temporalTypes = ['Instant', 'ZonedDateTime', 'PlainDateTime', 'PlainDate', 'PlainTime', 'PlainYearMonth', 'PlainMonthDay', 'Duration'].map(name =>
{
    const Type = host.Temporal?.[name];

    return define(`Temporal.${name}`, Type?.prototype, String, text => Type?.from(text) ?? reject('this host does not have it'));
});

/**
 * Reads a date; nothing is an invalid one.
 *
 * @param from - Where it starts; it takes the rest of the text.
 */
export function readDate(text: string, from: number): Date
{
    const date = new Date(text.length === from ? NaN : parseTime(text, from));

    return Number.isNaN(date.getTime()) && text.length > from ? invalid() : date;
}

const dateType: TextType = {
    form: 'text',
    tag: 'Date',
    prototype: Date.prototype,
    write(value)
    {
        const time = Date.prototype.getTime.call(value);

        return Number.isNaN(time) ? '' : formatTime(time);
    },
    read: text => readDate(text, 0),
    copy: value => new Date(Date.prototype.getTime.call(value))
};

/** Objects that one piece of text tells in full. */
export const textTypes: readonly TextType[] = [
    dateType,
    define('RegExp', RegExp.prototype, (value, { regExp }, walk) =>
    {
        guard(regExp, refuse);
        chargeExpression(value.source, value.flags, walk);

        return `${value.flags}/${value.source}`;
    }, (text, { regExp }, walk) =>
    {
        guard(regExp, reject);

        const slash = text.indexOf('/');
        const [flags, source] = slash < 0 ? invalid() : [text.slice(0, slash), text.slice(slash + 1)];

        chargeExpression(source, flags, walk);

        return new RegExp(source, flags);
    }),
    define('URL', URL.prototype, value => value.href, readUrl),
    define('URLSearchParams', URLSearchParams.prototype,
        (value, settings) => bounded(URLSearchParams.prototype.toString.call(value), settings, refuse),
        (text, settings) => new URLSearchParams(bounded(text, settings, reject))),
    ...temporalTypes
];
