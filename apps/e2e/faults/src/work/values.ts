import { Conflict } from 'jitar';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** Answers what it got, a moment later. */
export async function echo(text: string, milliseconds: string): Promise<string>
{
    await new Promise(resolve => setTimeout(resolve, Number(milliseconds)));

    return text;
}

/** The same, declared as what may run twice. */
export async function echoOften(text: string, milliseconds: string): Promise<string> { return echo(text, milliseconds); }

/** A text of so many characters. */
export async function spell(length: string): Promise<string>
{
    return letters.repeat(Math.ceil(Number(length) / letters.length)).slice(0, Number(length));
}

export async function* count(to: string): AsyncGenerator<number>
{
    for (let number = 1; number <= Number(to); number++) { yield number; }
}

export async function refuse(): Promise<void> { throw new Conflict('It is taken.'); }
