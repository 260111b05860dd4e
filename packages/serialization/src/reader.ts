import { fromBase64 } from './base64.js';
import { readBigInt } from './big-int.js';
import { Pending } from './builder.js';
import { isErrorType } from './error-type.js';
import { InstanceBuilder } from './instance-builder.js';
import { planOf } from './instance-plan.js';
import type { InstancePlan } from './instance-plan.js';
import { forbiddenKey, isRecord } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { attempt, invalid, reject } from './refusal.js';
import type { CodecSettings } from './settings.js';
import type { GiveStream } from './streams.js';
import { readDate } from './text-types.js';
import { constants, typesByTag } from './type-table.js';
import type { Walk } from './walk.js';

interface ReaderOptions
{
    readonly walk: Walk;
    readonly classes: readonly Layout[];
    readonly parts: readonly Uint8Array[];
    readonly give: GiveStream | undefined;
}

/** The key of a class, and the names of what its instances have. */
export type Layout = readonly [key: string, ...names: string[]];

export function isLayout(value: unknown): value is Layout
{
    return Array.isArray(value) && value.length > 0 && value.every(name => typeof name === 'string' && name !== forbiddenKey) && new Set(value.slice(1)).size === value.length - 1;
}

/** The layout of instances, as the text tells it, and the plan for them. */
interface InstanceLayout
{
    readonly key: string;
    readonly names: readonly string[];
    readonly plan: InstancePlan | undefined;
}

/**
 * Raises values from parsed JSON. Objects are numbered in the order in which they start in the text. What is plain
 * stays the object that the parser made; only what is tagged takes the place of its tag.
 */
export class Reader extends InstanceBuilder<number>
{
    /** How many parts were referred to. */
    used = 0;

    readonly #options: ReaderOptions;
    readonly #string: number;
    readonly #made: object[] = [];
    readonly #layouts: InstanceLayout[] = [];

    constructor(settings: CodecSettings, options: ReaderOptions)
    {
        super(settings, options.walk);

        this.#options = options;
        this.#string = settings.limits.string;
    }

    protected raise(content: unknown): unknown
    {
        if (typeof content === 'string')
        {
            return content.charCodeAt(0) === 36 ? this.#raiseTag(content) : this.#bound(content);
        }

        if (typeof content !== 'object' || content === null)
        {
            return content;
        }

        if (Array.isArray(content))
        {
            const head: unknown = content[0];

            return typeof head === 'string' && head.charCodeAt(0) === 36 ? this.#raiseList(content, head) : this.#raiseItems(content);
        }

        return this.#raiseProperties(content as PropertyRecord);
    }

    protected peek(content: unknown): unknown
    {
        return typeof content === 'string' && content.startsWith('$') ? content.startsWith('$$') ? content.slice(1) : undefined : content;
    }

    protected keep(id: number, value: object): unknown
    {
        const before = this.#made[id];

        this.#made[id] = value;

        return before;
    }

    #raiseProperties(content: PropertyRecord): PropertyRecord
    {
        const { walk } = this;
        const { path } = walk;
        const level = walk.enter();
        let count = 0;

        this.#made.push(content);

        for (const name in content)
        {
            const item = content[name];

            path[level] = name;
            count++;

            if (name === forbiddenKey)
            {
                reject('this name is refused');
            }

            if (typeof item === 'string' ? item.charCodeAt(0) === 36 || item.length > this.#string : typeof item === 'object')
            {
                this.#replace(content, name, item);
            }
        }

        walk.depth = level;
        walk.countKeys(count);

        return content;
    }

    #raiseItems(content: unknown[]): unknown[]
    {
        const { walk } = this;
        const { path } = walk;
        const level = walk.enter();

        walk.count(content.length);
        this.#made.push(content);

        for (let index = 0; index < content.length; index++)
        {
            const item = content[index];

            path[level] = index;

            if (typeof item === 'string' ? item.charCodeAt(0) === 36 || item.length > this.#string : typeof item === 'object')
            {
                this.#replace(content as unknown as PropertyRecord, index, item);
            }
        }

        walk.depth = level;

        return content;
    }

    /** Puts a value where its content stands, unless that is the value. */
    #replace(object: Record<number | string, unknown>, name: number | string, content: unknown): void
    {
        const part = this.raise(content);

        if (part !== content)
        {
            this.place(object, name, part);
        }
    }

    #raiseTag(text: string): unknown
    {
        const code = text.charCodeAt(1);

        if (code === 36)
        {
            return this.#bound(text.slice(1));
        }

        if (code >= 48 && code <= 57)
        {
            return this.#refer(text);
        }

        // Before the general way, for there are many of them.
        if (code === 68 && text.startsWith('$Date:'))
        {
            return this.#keepNext(readDate(text, 6));
        }

        const colon = text.indexOf(':');

        if (colon < 0)
        {
            return constants.has(text) ? constants.get(text) : invalid();
        }

        const start = text.slice(0, colon);
        const rest = text.slice(colon + 1);
        const type = typesByTag.get(start);

        if (type === undefined || type.form === 'parts')
        {
            return start === '$BigInt' ? readBigInt(rest, this.walk) : this.#keepNext(this.#options.give?.(text) ?? reject('its tag is not known here'));
        }

        return this.#keepNext(type.form === 'bytes' ? type.make(this.#bytes(rest)) : attempt(() => type.read(rest, this.settings, this.walk)));
    }

    #bound(text: string): string
    {
        return text.length > this.#string ? this.walk.exceed('string') : text;
    }

    #keepNext(value: object): object
    {
        this.#made.push(value);

        return value;
    }

    #refer(text: string): unknown
    {
        let number = 0;

        for (let index = 1; index < text.length; index++)
        {
            const digit = text.charCodeAt(index) - 48;

            number = digit >= 0 && digit <= 9 && (index > 1 || digit > 0 || text.length === 2) ? number * 10 + digit : NaN;
        }

        this.walk.refer();

        return this.#made[number] ?? reject('it refers to nothing that stands before it');
    }

    #raiseList(content: unknown[], head: string): unknown
    {
        const type = typesByTag.get(head);
        const id = this.#made.length;

        if (type?.form !== 'parts' && head !== '$class' && head !== '$Error')
        {
            return this.#raiseItems(content);
        }

        // What can be made before its parts takes this place at once.
        this.#made.push(type?.form === 'parts' && type.create !== undefined ? content : new Pending());

        return type?.form === 'parts' ? this.makeParts(type, content, { id, offset: 1 })
            : head === '$Error' ? this.#raiseError(content, id) : this.#raiseInstance(content, id);
    }

    #raiseInstance(content: unknown[], id: number): object
    {
        // Whatever else JSON can hold is no index of a list.
        const number = typeof content[1] === 'number' ? content[1] : -1;
        const { key, names, plan } = this.#layouts[number] ?? this.#readLayout(number);

        if (content.length !== names.length + 2)
        {
            return invalid();
        }

        return plan === undefined ? this.makeUnknown({ key, names }, content, { id, offset: 2 }) : this.makeInstance(plan, content, { id, offset: 2 });
    }

    #raiseError([, type, record, key, ...others]: readonly unknown[], id: number): object
    {
        return others.length === 0 && isErrorType(type) && isRecord(record) && !Object.hasOwn(record, forbiddenKey) && (key === undefined || typeof key === 'string')
            ? this.makeError({ type, names: Object.keys(record), key }, Object.values(record), id)
            : invalid();
    }

    #readLayout(number: number): InstanceLayout
    {
        const [key, ...names] = this.#options.classes[number] ?? reject('its class and fields are not told');
        const shape = this.shapeOf(key);
        const read = { key, names, plan: shape && planOf(names, shape) };

        // One that is kept in a cause is refused elsewhere.
        return shape === undefined ? read : this.#layouts[number] = read;
    }

    /** Each part once and in order, so that no memory is shared, however often it is named. */
    #bytes(text: string): Uint8Array<ArrayBuffer>
    {
        const part = text === `#${String(this.used)}` ? this.#options.parts[this.used++] : undefined;
        const bytes = part === undefined ? fromBase64(text) : new Uint8Array(part);

        this.walk.spend(bytes.length);

        return bytes;
    }
}
