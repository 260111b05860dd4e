import { formatTime, parseTime } from './iso-time.js';
import { refuse, reject } from './refusal.js';
import type { CodecSettings } from './settings.js';
import type { LeafType } from './value-type.js';

/** Defines a kind of object; `take` only ever gets what has the prototype. */
function defineText<Value extends object>(definition: {
    readonly tag: string;
    readonly prototype: Value;
    take(value: Value, settings: CodecSettings): unknown;
    make(content: unknown, settings: CodecSettings): Value;
    copy?(value: Value): Value;
}): LeafType
{
    return { form: 'leaf', ...definition };
}

const dateType = defineText<Date>({
    tag: 'Date',
    prototype: Date.prototype,
    take(value)
    {
        const time = Date.prototype.getTime.call(value);

        return Number.isNaN(time) ? null : formatTime(time);
    },
    make(content)
    {
        if (content === null)
        {
            return new Date(NaN);
        }

        const time = typeof content === 'string' ? parseTime(content) : NaN;

        return Number.isNaN(time) ? reject('it is not a date in ISO 8601 form') : new Date(time);
    },
    copy: value => new Date(Date.prototype.getTime.call(value))
});

const regExpType = defineText<RegExp>({
    tag: 'RegExp',
    prototype: RegExp.prototype,
    take(value, { regExp })
    {
        return regExp ? [value.source, value.flags] : refuse('regular expressions are refused here');
    },
    make(content, { regExp })
    {
        if (!regExp)
        {
            reject('regular expressions are refused here');
        }

        if (!Array.isArray(content) || content.length !== 2 || typeof content[0] !== 'string' || typeof content[1] !== 'string')
        {
            reject('it is not a source and flags');
        }

        try
        {
            return new RegExp(content[0], content[1]);
        }
        catch
        {
            return reject('it is not a regular expression');
        }
    }
});

const urlType = defineText<URL>({
    tag: 'URL',
    prototype: URL.prototype,
    take: value => value.href,
    make: content => typeof content === 'string' && URL.canParse(content) ? new URL(content) : reject('it is not a URL')
});

const searchParamsType = defineText<URLSearchParams>({
    tag: 'URLSearchParams',
    prototype: URLSearchParams.prototype,
    take: value => URLSearchParams.prototype.toString.call(value),
    make: content => typeof content === 'string' ? new URLSearchParams(content) : reject('it is not a query')
});

const headersType = defineText<Headers>({
    tag: 'Headers',
    prototype: Headers.prototype,
    take: value => [...Headers.prototype.entries.call(value)],
    make(content)
    {
        const headers = new Headers();

        if (!Array.isArray(content))
        {
            return reject('it is not a list of names and values');
        }

        for (const entry of content as unknown[])
        {
            if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== 'string' || typeof entry[1] !== 'string')
            {
                return reject('it is not a list of names and values');
            }

            try
            {
                headers.append(entry[0], entry[1]);
            }
            catch
            {
                return reject('it has a name or value that a header cannot have');
            }
        }

        return headers;
    }
});

/** Objects whose content is text. */
export const textTypes: readonly LeafType[] = [dateType, regExpType, urlType, searchParamsType, headersType];
