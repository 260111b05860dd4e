import { defaultLimits } from './limits.js';
import { forbiddenKey } from './properties.js';
import { reject } from './refusal.js';
import { mayHoldForbiddenKey } from './scan.js';
import { Walk } from './walk.js';

/** What a text from outside may measure. */
export interface PlainLimits
{
    /** Levels of values within values; default 200. */
    readonly depth?: number;
    /** Length of the text in UTF-16 code units; default 67,108,864. */
    readonly length?: number;
}

const outsideDepth = 200;

/**
 * Reads plain JSON, as an outside caller writes it: nothing in it is a tag, and it builds nothing but plain objects
 * and arrays. The key `__proto__` is refused in every spelling.
 *
 * @param root - The name that paths in errors start with; default `value`.
 * @throws `VALUE_NOT_READABLE`
 *
 * @example
 * ```ts
 * const args = parsePlain(body, { depth: 50 }, 'args');
 * ```
 */
export function parsePlain(text: string, limits: PlainLimits = {}, root = 'value'): unknown
{
    const { depth = outsideDepth, length = defaultLimits.length } = limits;
    const walk = new Walk('VALUE_NOT_READABLE', { ...defaultLimits, depth, items: Infinity }, root);

    try
    {
        const content = parseJson(text, length);

        // A text cannot be deeper than it is long.
        if (text.length > depth || mayHoldForbiddenKey(text))
        {
            refusePlain(content, walk);
        }

        return content;
    }
    catch (thrown)
    {
        throw walk.explain(thrown);
    }
}

/** Parses JSON. The engine's own error is left out, for it quotes the text. */
export function parseJson(text: string, length: number): unknown
{
    if (text.length > length)
    {
        reject(`it is longer than ${String(length)} characters`);
    }

    try
    {
        return JSON.parse(text) as unknown;
    }
    catch
    {
        return reject('it is not valid JSON');
    }
}

/** Refuses parsed JSON that is too deep, or has the forbidden key. */
export function refusePlain(content: unknown, walk: Walk): void
{
    if (typeof content !== 'object' || content === null)
    {
        return;
    }

    const keys = Array.isArray(content) ? undefined : Object.keys(content);
    const count = keys?.length ?? (content as unknown[]).length;
    const level = walk.open(count, keys === undefined ? 0 : keys[0]);

    for (let index = 0; index < count; index++)
    {
        const key = keys?.[index] ?? index;
        const part = (content as Record<string | number, unknown>)[key];

        if (key === forbiddenKey)
        {
            walk.path[level] = key;
            reject('this name is refused');
        }

        if (typeof part === 'object' && part !== null)
        {
            walk.path[level] = key;
            refusePlain(part, walk);
        }
    }

    walk.depth = level;
}
