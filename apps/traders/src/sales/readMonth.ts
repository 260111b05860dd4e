import Month from '../domain/Month.js';
import { InvalidMonth } from './errors.js';

/**
 * Reads a month that a caller names; a caller that has only text may say it in text.
 *
 * @throws InvalidMonth
 */
export function readMonth(year: number | string, month: number | string): Month
{
    try
    {
        return new Month(readNumber(year), readNumber(month));
    }
    catch (error)
    {
        throw new InvalidMonth('A month is a year and a number from 1 to 12.', { cause: error });
    }
}

function readNumber(value: unknown): number
{
    return typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value as number;
}
