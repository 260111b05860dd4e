import { createError } from '@jitar/errors';

/** A token (RFC 9110, 5.6.2). */
const validName = /^[\w!#$%&'*+.^`|~-]{1,256}$/;

/** What ends a header, or a text (RFC 9110, 5.5). */
const forbidden = /[\r\n\0]/;

/**
 * Headers by their names, in whatever case; kept in lower case, and their values without white space at their ends. So
 * they are what would arrive of them, and one that could not travel is refused where it is set, in one process as well.
 *
 * @throws `INVALID_HEADER` for a name that is no token, and a value that is no text or has a line break.
 */
export class HeaderMap extends Map<string, string>
{
    constructor(headers: Readonly<Record<string, string>> | Iterable<readonly [string, string]> = {})
    {
        super();

        const entries = Symbol.iterator in headers ? headers : Object.entries(headers);

        for (const [name, value] of entries)
        {
            this.set(name, value);
        }
    }

    override get(name: string): string | undefined
    {
        return super.get(name.toLowerCase());
    }

    override set(name: string, value: string): this
    {
        // Whoever sets it may not be typed.
        if (!validName.test(name) || typeof value as unknown !== 'string' || forbidden.test(value))
        {
            throw createError('INVALID_HEADER', { name });
        }

        return super.set(name.toLowerCase(), stripEnds(value));
    }

    override has(name: string): boolean
    {
        return super.has(name.toLowerCase());
    }

    override delete(name: string): boolean
    {
        return super.delete(name.toLowerCase());
    }
}

/** Takes off what HTTP takes off. An expression for the end would look at each space within a long value many times. */
function stripEnds(value: string): string
{
    const isSpace = (index: number): boolean => value[index] === ' ' || value[index] === '\t';
    let begin = 0;
    let end = value.length;

    while (begin < end && isSpace(begin))
    {
        begin++;
    }

    while (end > begin && isSpace(end - 1))
    {
        end--;
    }

    return value.slice(begin, end);
}

/** What headers are made of; a function is asked when they are first needed. */
export type HeaderSource = Readonly<Record<string, string>> | Iterable<readonly [string, string]> | (() => Readonly<Record<string, string>>);

/** What has headers: a request, which hands them on to nested calls, and a response. */
export abstract class HeaderCarrier
{
    /** What makes the headers when they are first asked for. */
    readonly #read: (() => Readonly<Record<string, string>>) | undefined;
    #headers: HeaderMap | undefined;

    constructor(headers: HeaderSource = {})
    {
        this.#read = typeof headers === 'function' ? headers : undefined;
        this.#headers = typeof headers === 'function' ? undefined : new HeaderMap(headers);
    }

    /** By lower-case name, found in whatever case. */
    get headers(): HeaderMap
    {
        return this.#headers ??= new HeaderMap(this.#read?.());
    }

    getHeader(name: string): string | undefined
    {
        return this.headers.get(name);
    }

    /** Sets a header, in place of one of the same name. */
    setHeader(name: string, value: string): void
    {
        this.headers.set(name, value);
    }

    hasHeader(name: string): boolean
    {
        return this.headers.has(name);
    }

    removeHeader(name: string): void
    {
        this.headers.delete(name);
    }
}
