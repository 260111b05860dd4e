import { formatTime, parseTime } from './iso-time.js';
import { beyond, invalid, refuse, reject } from './refusal.js';
import type { CodecSettings } from './settings.js';
import type { TextType } from './value-type.js';

/** What the hosts that have it offer for dates and times. */
interface TemporalType
{
    readonly prototype: object;
    from(text: string): object;
}

const host = globalThis as { readonly Temporal?: Readonly<Record<string, TemporalType>> };

/** Defines a kind; `write` only ever gets what has the prototype, `read` may throw anything. */
function define<Value extends object>(tag: string, prototype: Value | undefined, write: (value: Value, settings: CodecSettings) => string, read: (text: string, settings: CodecSettings) => Value): TextType
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
    define('RegExp', RegExp.prototype, (value, { regExp }) =>
    {
        guard(regExp, refuse);

        return `${value.flags}/${value.source}`;
    }, (text, { regExp }) =>
    {
        guard(regExp, reject);

        const slash = text.indexOf('/');

        return slash < 0 ? invalid() : new RegExp(text.slice(slash + 1), text.slice(0, slash));
    }),
    define('URL', URL.prototype, value => value.href, text => new URL(text)),
    define('URLSearchParams', URLSearchParams.prototype,
        (value, settings) => bounded(URLSearchParams.prototype.toString.call(value), settings, refuse),
        (text, settings) => new URLSearchParams(bounded(text, settings, reject))),
    ...temporalTypes
];
