import { readFileSync } from 'node:fs';

/** A fenced block of a page: its language, the file that it is, and the marker before it. */
export interface Block
{
    readonly language: string;
    readonly file: string | undefined;
    readonly example: string | undefined;
    readonly text: string;
}

const fence = /(?:<!-- example: (?<example>[\w-]+) -->\n)?```(?<language>\w+)(?: file=(?<file>\S+))?\n(?<text>.*?)```/gsu;

/** Reads the blocks of a page that an example consists of. */
export function readBlocks(page: URL): Block[]
{
    return [...readFileSync(page, 'utf8').matchAll(fence)].map(({ groups = {} }) => ({
        language: groups['language'] ?? '', file: groups['file'], example: groups['example'], text: groups['text'] ?? ''
    }));
}
