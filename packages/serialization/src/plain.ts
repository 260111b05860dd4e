import { defaultLimits } from './limits.js';
import { forbiddenKey } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { reject } from './refusal.js';
import { Walk } from './walk.js';

/** What a text from outside may measure. */
export interface PlainLimits
{
    /** Levels of values within values; default 200. */
    readonly depth?: number | undefined;
    /** Length of the text in UTF-16 code units; default 67,108,864. */
    readonly length?: number | undefined;
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
    const walk = new Walk('VALUE_NOT_READABLE', { ...defaultLimits, depth: limits.depth ?? outsideDepth, length: limits.length ?? defaultLimits.length }, root);

    try
    {
        const content = parseJson(text, walk);

        inspect(content, text, walk);

        return content;
    }
    catch (thrown)
    {
        throw walk.explain(thrown);
    }
}

/** Parses JSON. The engine's own error is left out, for it quotes the text. */
export function parseJson(text: string, walk: Walk): unknown
{
    if (text.length > walk.limits.length)
    {
        walk.exceed('length');
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

/** Refuses parsed JSON that goes beyond a limit or has the forbidden key, where its text is long enough for that. */
export function inspect(content: unknown, text: string, walk: Walk): void
{
    const { depth, keys, items, string } = walk.limits;

    // Each character of a key can be spelled as an escape.
    if (text.length > Math.min(depth, keys, items, string) || text.includes(forbiddenKey) || text.includes('\\') && /\\u00[567]/.test(text))
    {
        inspectPart(content, walk, text.length > string);
    }
}

/** @param mayBeLong - Whether the text is long enough for a text within it to be too long. */
function inspectPart(content: unknown, walk: Walk, mayBeLong: boolean): void
{
    if (typeof content !== 'object' || content === null)
    {
        if (typeof content === 'string' && content.length > walk.limits.string)
        {
            walk.exceed('string');
        }

        return;
    }

    const { path } = walk;

    if (Array.isArray(content))
    {
        walk.count(content.length);
    }

    const level = walk.enter();

    if (Array.isArray(content))
    {
        for (let index = 0; index < content.length; index++)
        {
            const item: unknown = content[index];

            if (mayBeLong || typeof item === 'object')
            {
                path[level] = index;
                inspectPart(item, walk, mayBeLong);
            }
        }
    }
    else
    {
        let count = 0;

        for (const name in content)
        {
            const item = (content as PropertyRecord)[name];

            count++;

            if (mayBeLong || typeof item === 'object' || name === forbiddenKey)
            {
                path[level] = name;

                if (name === forbiddenKey)
                {
                    reject('this name is refused');
                }

                inspectPart(item, walk, mayBeLong);
            }
        }

        walk.depth = level;
        walk.countKeys(count);
    }

    walk.depth = level;
}
