import { refuse, reject } from './refusal.js';
import { defineType } from './value-type.js';
import type { ObjectType } from './value-type.js';

const dateType = defineType<Date>({
    tag: 'Date',
    prototype: Date.prototype,
    take: value => Number.isNaN(Date.prototype.getTime.call(value)) ? null : Date.prototype.toISOString.call(value),
    make(content)
    {
        if (content === null)
        {
            return new Date(NaN);
        }

        const date = typeof content === 'string' ? new Date(content) : undefined;

        return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString() === content ? date : reject('it is not a date in ISO 8601 form');
    }
});

const regExpType = defineType<RegExp>({
    tag: 'RegExp',
    prototype: RegExp.prototype,
    take(value, { settings })
    {
        return settings.regExp ? [value.source, value.flags] : refuse('regular expressions are refused here');
    },
    make(content, { settings })
    {
        if (!settings.regExp)
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

const urlType = defineType<URL>({
    tag: 'URL',
    prototype: URL.prototype,
    take: value => value.href,
    make: content => typeof content === 'string' && URL.canParse(content) ? new URL(content) : reject('it is not a URL')
});

const searchParamsType = defineType<URLSearchParams>({
    tag: 'URLSearchParams',
    prototype: URLSearchParams.prototype,
    take: value => URLSearchParams.prototype.toString.call(value),
    make: content => typeof content === 'string' ? new URLSearchParams(content) : reject('it is not a query')
});

const headersType = defineType<Headers>({
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
export const textTypes: readonly ObjectType[] = [dateType, regExpType, urlType, searchParamsType, headersType];
