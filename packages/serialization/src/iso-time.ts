const day = 86_400_000;

/** The days from 1 March of the year 0 to 1 January 1970, and those of 400 years. */
const epoch = 719_468;
const era = 146_097;

const two = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/**
 * Writes milliseconds since 1970 as ECMAScript's `toISOString` does, in a fraction of its time. The calendar is Howard
 * Hinnant's `civil_from_days`, in which years start with March.
 *
 * @param time - A whole number within the range of Date.
 * @throws RangeError
 */
export function formatTime(time: number): string
{
    const days = Math.floor(time / day);
    const left = time - days * day;
    const eras = Math.floor((days + epoch) / era);
    const dayOfEra = days + epoch - eras * era;
    const yearOfEra = (dayOfEra - (dayOfEra / 1_460 | 0) + (dayOfEra / 36_524 | 0) - (dayOfEra / 146_096 | 0)) / 365 | 0;
    const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - (yearOfEra / 100 | 0));
    const month = (5 * dayOfYear + 2) / 153 | 0;
    const year = yearOfEra + eras * 400 + (month > 9 ? 1 : 0);

    if (!(year >= 0 && year <= 9_999))
    {
        return new Date(time).toISOString();
    }

    const date = `${pair(year / 100)}${pair(year % 100)}-${pair(month > 9 ? month - 9 : month + 3)}-${pair(dayOfYear - ((153 * month + 2) / 5 | 0) + 1)}`;

    return `${date}T${pair(left / 3_600_000)}:${pair(left / 60_000 % 60)}:${pair(left / 1_000 % 60)}.${String(left % 1_000 / 100 | 0)}${pair(left % 100)}Z`;
}

/** Reads what {@link formatTime} writes; NaN for anything else. */
export function parseTime(text: string): number
{
    if (text.length === 24)
    {
        const days = countDays(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
        const time = days * day + digits(text, 11, 13) * 3_600_000 + digits(text, 14, 16) * 60_000 + digits(text, 17, 19) * 1_000 + digits(text, 20, 23);

        // Only what the calendar has is written again as it was.
        if (Math.abs(time) <= 8.64e15 && formatTime(time) === text)
        {
            return time;
        }
    }

    const time = Date.parse(text);

    return !Number.isNaN(time) && formatTime(time) === text ? time : NaN;
}

/** The days since 1970 of a date; the inverse of the calendar above (`days_from_civil`). */
function countDays(year: number, month: number, date: number): number
{
    const marchYear = month > 2 ? year : year - 1;
    const eras = Math.floor(marchYear / 400);
    const yearOfEra = marchYear - eras * 400;
    const dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 | 0) + date - 1;

    return eras * era + yearOfEra * 365 + (yearOfEra >> 2) - (yearOfEra / 100 | 0) + dayOfYear - epoch;
}

/** The number that these characters would be if all of them were digits. */
function digits(text: string, start: number, end: number): number
{
    let number = 0;

    for (let index = start; index < end; index++)
    {
        number = number * 10 + text.charCodeAt(index) - 48;
    }

    return number;
}

function pair(number: number): string
{
    return two[number | 0] as string;
}
