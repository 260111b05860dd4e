const day = 86_400_000;

/** How many days are remembered at most, a power of two: times that stand together are mostly of the same days. */
const most = 1_024;

/** Days by the end of their numbers since 1970, so that who chooses days can make nobody search; and their texts, `2026-01-31T`. */
const numbers: number[] = [];
const texts: string[] = [];

/** The first milliseconds of days by their texts. */
const starts = new Map<string, number>();

/** Numbers with what comes after them, so that a time is put together of few pieces. */
const hoursAndMinutes = padded(60, 2, ':');
const seconds = padded(60, 2, '.');
const milliseconds = padded(1_000, 3, 'Z');

/** Writes milliseconds since 1970 as ECMAScript's `toISOString` does, in a fraction of its time. */
export function formatTime(time: number): string
{
    const number = Math.floor(time / day);
    const left = time - number * day;
    const place = number & most - 1;

    if (numbers[place] !== number)
    {
        numbers[place] = number;
        texts[place] = new Date(time).toISOString().slice(0, -13);
    }

    return `${texts[place] as string}${hoursAndMinutes[left / 3_600_000 | 0] as string}${hoursAndMinutes[left / 60_000 % 60 | 0] as string}${seconds[left / 1_000 % 60 | 0] as string}${milliseconds[left % 1_000] as string}`;
}

/**
 * Reads what {@link formatTime} writes; NaN for anything else.
 *
 * @param from - Where it starts; it takes the rest of the text.
 */
export function parseTime(text: string, from = 0): number
{
    const place = text.length - 13;
    const date = text.slice(from, place);
    const start = starts.get(date) ?? startOf(date);
    const hour = digits(text, place);
    const minute = digits(text, place + 3);
    const second = digits(text, place + 6);
    const millisecond = digits(text, place + 9) * 10 + digits(text, place + 10) % 10;
    const isOfForm = hour < 24 && minute < 60 && second < 60 && text[place + 2] === ':' && text[place + 5] === ':' && text[place + 8] === '.' && text[place + 12] === 'Z';

    return isOfForm ? start + hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecond : NaN;
}

/** The first millisecond of a day, which must be written as the day is written. Nothing else is remembered. */
function startOf(date: string): number
{
    const start = Date.parse(`${date}00:00:00.000Z`);

    if (Number.isNaN(start) || formatTime(start) !== `${date}00:00:00.000Z`)
    {
        return NaN;
    }

    if (starts.size >= most)
    {
        starts.clear();
    }

    starts.set(date, start);

    return start;
}

/** The number of two digits; NaN if they are none. */
function digits(text: string, place: number): number
{
    const ten = text.charCodeAt(place) - 48;
    const one = text.charCodeAt(place + 1) - 48;

    return ten >= 0 && ten <= 9 && one >= 0 && one <= 9 ? ten * 10 + one : NaN;
}

function padded(length: number, digits: number, end: string): readonly string[]
{
    return Array.from({ length }, (_, number) => String(number).padStart(digits, '0') + end);
}
