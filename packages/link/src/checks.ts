import { createError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';

/** A JSON object that was not looked into yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The error for a peer that does not keep to the protocol. */
export function violation(reason: string): JitarError
{
    return createError('PROTOCOL_VIOLATION', { reason });
}

export function checkFields(value: unknown, place: string): Fields
{
    if (typeof value !== 'object' || value === null || Array.isArray(value))
    {
        throw violation(`${place} is not an object`);
    }

    return value as Fields;
}

/** A list of at most `limit` items. */
export function checkList(value: unknown, place: string, limit: number = Infinity): readonly unknown[]
{
    if (!Array.isArray(value) || value.length > limit)
    {
        throw violation(`${place} is not a list of the allowed length`);
    }

    return value;
}

/** Text of at most `limit` UTF-16 units. */
export function checkText(value: unknown, place: string, limit: number = Infinity): string
{
    if (typeof value !== 'string' || value.length > limit)
    {
        throw violation(`${place} is not a text of the allowed length`);
    }

    return value;
}

/** Text of at most `limit` UTF-16 units that stays on its line wherever it is logged. */
export function checkLine(value: unknown, place: string, limit: number): string
{
    const text = checkText(value, place, limit);

    if (/[\p{Cc}\u2028\u2029]/u.test(text))
    {
        throw violation(`${place} has characters that are not allowed`);
    }

    return text;
}

/** Where a member can be reached: who hears of it will connect to it, and to nothing else than a web address. */
export function checkUrl(value: unknown, place: string, limit: number): string
{
    const url = checkLine(value, place, limit);

    if (!/^https?:\/\/[^/]/.test(url))
    {
        throw violation(`${place} is not one of http or https`);
    }

    return url;
}

/** The longest id. */
export const idLimit = 200;

/** The id of a member: visible ASCII, since it gets into logs. */
export function checkId(value: unknown): string
{
    const id = checkText(value, 'an id', idLimit);

    if (!/^[\x21-\x7e]+$/.test(id))
    {
        throw violation('an id has characters that are not allowed');
    }

    return id;
}

export function checkFlag(value: unknown, place: string): boolean
{
    if (typeof value !== 'boolean')
    {
        throw violation(`${place} is neither true nor false`);
    }

    return value;
}

export function checkInteger(value: unknown, place: string, lowest: number, highest: number = Number.MAX_SAFE_INTEGER): number
{
    if (!Number.isSafeInteger(value) || (value as number) < lowest || (value as number) > highest)
    {
        throw violation(`${place} is not a whole number of the allowed range`);
    }

    return value as number;
}

export function checkChoice<Choice extends string>(value: unknown, place: string, choices: readonly Choice[]): Choice
{
    const choice = choices.find(candidate => candidate === value);

    if (choice === undefined)
    {
        throw violation(`${place} is none of ${choices.join(', ')}`);
    }

    return choice;
}

/** Reads a field that may be absent; `null` is not absent. */
export function checkOptional<Value>(value: unknown, check: (value: unknown) => Value): Value | undefined
{
    return value === undefined ? undefined : check(value);
}
