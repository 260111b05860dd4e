import { checkFields, checkText, violation } from './checks.js';

// RFC 9110, 5.6.2 (token), in lower case; and no line breaks or NUL in values (5.5).
const namePattern = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const valuePattern = /[\r\n\0]/;

const nameLimit = 256;

/** Tells what is wrong with a header; `undefined`: nothing. */
export function findHeaderProblem(headers: Readonly<Record<string, string>>): string | undefined
{
    for (const [name, value] of Object.entries(headers))
    {
        if (name.length > nameLimit || !namePattern.test(name))
        {
            return 'a header has a name that is not allowed';
        }

        if (typeof value !== 'string' || valuePattern.test(value))
        {
            return `the header "${name}" has a value that is not allowed`;
        }
    }

    return undefined;
}

/** Reads the headers of a call or an answer; absent: none. */
export function checkHeaders(value: unknown): Readonly<Record<string, string>>
{
    if (value === undefined)
    {
        return {};
    }

    // Object.fromEntries defines properties, so that "__proto__" would be a property like any other.
    const headers = Object.fromEntries(Object.entries(checkFields(value, 'headers')).map(([name, text]) => [name, checkText(text, 'a header')]));
    const problem = findHeaderProblem(headers);

    if (problem !== undefined)
    {
        throw violation(problem);
    }

    return headers;
}
