import { toBase64 } from './base64.js';
import { sourceOf } from './instance-type.js';
import { createLabels, haveSame } from './layout.js';
import type { Layout } from './layout.js';
import { keyAt, valueAt } from './path.js';
import { forbiddenKey } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { Refusal, refuse } from './refusal.js';
import { isJsonNumber, isPlain, startsTag } from './scan.js';
import type { CodecSettings } from './settings.js';
import { isObject, referenceTag, tagStart, typeOfObject, typeOfPrimitive } from './type-table.js';
import type { ValueType } from './value-type.js';
import { Walk } from './walk.js';

/** Bytes below this number stand in the text, where they cost less than a part of their own. */
const smallestPart = 1_024;

/**
 * Writes a value as text: natively if JSON writes it as the codec does, else with tags.
 *
 * @param parts - Gets the bytes that travel beside the text, where the caller can send them so.
 */
export function encode(value: unknown, settings: CodecSettings, { root, parts }: { readonly root: string; readonly parts?: Uint8Array[] }): string
{
    const walk = new Walk('VALUE_NOT_SERIALIZABLE', settings.limits, root);

    try
    {
        // A value that cannot even be scanned is refused below, where the path is known.
        const text = scan(value, settings) ? JSON.stringify(value) : new Writer(settings, walk, parts).write(value);

        return text.length <= settings.limits.length ? text : refuse(`its text is longer than ${String(settings.limits.length)} characters`);
    }
    catch (thrown)
    {
        throw walk.explain(thrown);
    }
}

function scan(value: unknown, { limits }: CodecSettings): boolean
{
    try
    {
        return isPlain(value, limits);
    }
    catch
    {
        return false;
    }
}

// What JSON writes as an escape: control characters, quotes, backslashes, and halves of surrogate pairs.
// eslint-disable-next-line no-control-regex -- these are the characters that are looked for
const escaped = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** Writes text as JSON does. The native function is slow to call, so what is short and ordinary does without it. */
function quote(text: string): string
{
    return text.length > 200 || escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function writeLeaf(content: unknown): string
{
    return typeof content === 'string' ? quote(content) : JSON.stringify(content);
}

/** Writes values piece by piece, in one pass. Objects are numbered in the order in which they start in the text. */
class Writer
{
    readonly #settings: CodecSettings;
    readonly #walk: Walk;
    readonly #parts: Uint8Array[] | undefined;
    readonly #numbers = new Map<object, number>();
    readonly #labels = new Map<string, { readonly names: readonly string[]; readonly labels: readonly string[] }>();

    constructor(settings: CodecSettings, walk: Walk, parts: Uint8Array[] | undefined)
    {
        this.#settings = settings;
        this.#walk = walk;
        this.#parts = parts;
    }

    write(value: unknown): string
    {
        if (typeof value === 'string')
        {
            return quote(value);
        }

        if (typeof value === 'number' && isJsonNumber(value) || typeof value === 'boolean' || value === null)
        {
            return String(value);
        }

        if (!isObject(value))
        {
            const type = typeOfPrimitive(value);

            return type === undefined ? refuse('it is of no known kind') : this.#writeTag(type, value);
        }

        const number = this.#numbers.get(value);

        if (number !== undefined)
        {
            return `{"${referenceTag}":${String(number)}}`;
        }

        this.#numbers.set(value, this.#numbers.size);

        const type = typeOfObject(value, this.#settings.classes);

        return type !== undefined ? this.#writeTag(type, value) : Array.isArray(value) ? this.#writeItems(value) : this.#writeObject(value as PropertyRecord);
    }

    #writeTag(type: ValueType, value: unknown): string
    {
        return `{"${tagStart}${type.tag}":${this.#writeContent(type, value)}}`;
    }

    #writeContent(type: ValueType, value: unknown): string
    {
        switch (type.form)
        {
            case 'leaf': return writeLeaf(type.take(value, this.#settings));
            case 'bytes': return this.#writeBytes(type.take(value));
            case 'list': return this.#writeItems(type.take(value), true);
            case 'pairs': return this.#writePairs(type.take(value));
            case 'record': return this.#writeRecord(type.take(value, this.#settings), sourceOf(value as object), type.tag === 'Error');
        }
    }

    #writeItems(items: readonly unknown[], isSet = false): string
    {
        const level = this.#walk.open(items.length, isSet ? valueAt(0) : 0);
        let text = '';

        for (let index = 0; index < items.length; index++)
        {
            this.#walk.path[level] = isSet ? valueAt(index) : index;
            text += index === 0 ? this.write(items[index]) : `,${this.write(items[index])}`;
        }

        this.#walk.depth = level;

        return `[${text}]`;
    }

    #writePairs(parts: readonly unknown[]): string
    {
        const level = this.#walk.open(parts.length, keyAt(0));
        let text = '';

        for (let index = 0; index < parts.length; index += 2)
        {
            this.#walk.path[level] = keyAt(index >> 1);
            text += `${index === 0 ? '[' : ',['}${this.write(parts[index])},`;
            this.#walk.path[level] = valueAt(index >> 1);
            text += `${this.write(parts[index + 1])}]`;
        }

        this.#walk.depth = level;

        return `[${text}]`;
    }

    #writeObject(value: PropertyRecord): string
    {
        const names = Object.keys(value);
        const [first] = names;

        if (first === undefined)
        {
            return '{}';
        }

        const labels = this.#labelsOf(names, first);
        const level = this.#walk.open(names.length, first);
        let text = '{';

        for (let index = 0; index < names.length; index++)
        {
            const name = names[index] as string;

            this.#walk.path[level] = name;
            text += (labels[index] as string) + this.write(value[allowed(name)]);
        }

        this.#walk.depth = level;

        return `${text}}`;
    }

    /** Objects that start with one name have the same names more often than not. */
    #labelsOf(names: readonly string[], first: string): readonly string[]
    {
        const last = this.#labels.get(first);

        if (last !== undefined && haveSame(names, last.names))
        {
            return last.labels;
        }

        // One more sign makes plain what would be a tag.
        const labels = createLabels(names.length === 1 && startsTag(first) ? [tagStart + first] : names);

        this.#labels.set(first, { names, labels });

        return labels;
    }

    #writeRecord({ names, labels, before, after }: Layout, source: PropertyRecord, isError: boolean): string
    {
        const level = this.#walk.open(names.length, names[0]);
        let text = '';

        for (let index = 0; index < names.length; index++)
        {
            const name = names[index] as string;

            this.#walk.path[level] = name;

            const part = isError && name === 'cause' ? this.#writeCause(source[name]) : this.write(source[allowed(name)]);

            if (part !== undefined)
            {
                const label = labels[index] as string;

                text += (text === '' && index > 0 ? label.slice(1) : label) + part;
            }
        }

        this.#walk.depth = level;

        return `${before}{${text}}${after}`;
    }

    /** The cause of an error must not keep the error itself from arriving. */
    #writeCause(value: unknown): string | undefined
    {
        const { depth } = this.#walk;
        const { size } = this.#numbers;
        const parts = this.#parts?.length ?? 0;

        try
        {
            return this.write(value);
        }
        catch (thrown)
        {
            if (thrown instanceof Refusal && thrown.final)
            {
                throw thrown;
            }

            this.#walk.depth = depth;
            this.#parts?.splice(parts);

            for (const object of [...this.#numbers.keys()].slice(size))
            {
                this.#numbers.delete(object);
            }

            return undefined;
        }
    }

    #writeBytes(bytes: Uint8Array): string
    {
        // A copy, as the text is one: what happens to the value afterwards does not happen to what is sent.
        return this.#parts === undefined || bytes.length < smallestPart ? `"${toBase64(bytes)}"` : String(this.#parts.push(new Uint8Array(bytes)) - 1);
    }
}

function allowed(name: string): string
{
    return name === forbiddenKey ? refuse('this name is refused') : name;
}
