import type { EncodedPayload } from '@jitar/protocol';
import { isTagged } from '@jitar/serialization';

/** A value as it stands in a tagged text; see the specification of the form in `@jitar/serialization`. */
type Item = Plain | Reference | Numbered;

/** What is no object. */
interface Plain { readonly kind: 'plain'; readonly value: unknown }

/** An object that stands somewhere else. */
interface Reference { readonly kind: 'reference'; readonly number: number }

/** An object. Its number tells how many objects start before it. */
type Numbered = { readonly number: number } & (
    | { readonly kind: 'sign'; readonly text: string }
    | { readonly kind: 'list'; readonly items: readonly Item[] }
    | { readonly kind: 'instance'; readonly layout: unknown; readonly items: readonly Item[] }
    | { readonly kind: 'record'; readonly fields: readonly Field[] }
    | Failure);

/** An error; it has a key if its class is known where it was written. */
interface Failure { readonly kind: 'error'; readonly type: unknown; readonly fields: readonly Field[]; readonly key: readonly unknown[] }

type Field = readonly [name: string, item: Item];

const unnumbered = /^\$(?:\$|undefined$|NaN$|Infinity$|-|BigInt:)/;
const head = /^\$(?!undefined$|NaN$|Infinity$)[a-z]+$/i;
const part = /^(\$\w+:#)(\d+)$/;

/** The fields of errors that no class declares. What else such an error has, it has by accident. */
const ownFields: ReadonlySet<string> = new Set(['name', 'message', 'errors']);
const brandedFields: ReadonlySet<string> = new Set([...ownFields, 'code', 'status', 'hint', 'audience', 'retryable']);

/**
 * Leaves out of a tagged text what is none of an outsider's business: the causes of all errors, fields that no class
 * declares, and whatever nothing but these had: classes, parts. What is elsewhere as well stays, and references are
 * changed for it.
 *
 * @returns The payload itself when there is nothing of that in it.
 * @throws Whatever goes wrong with a text that is not of the form.
 */
export function withoutInternals(payload: EncodedPayload): EncodedPayload
{
    if (!isTagged(payload.text))
    {
        return payload;
    }

    const { classes = [], value } = JSON.parse(payload.text) as { readonly classes?: readonly unknown[]; readonly value?: unknown };
    const { item, objects } = readItems(value, classes);
    const writer = new Writer(objects, payload.parts ?? []);
    const written = writer.write(item);

    if (!writer.found)
    {
        return payload;
    }

    const text = JSON.stringify({ $tagged: 1, ...writer.layouts.size > 0 && { classes: [...writer.layouts.keys()] }, value: written });

    return { form: 'tagged', text, ...writer.parts.length > 0 && { parts: writer.parts } };
}

/** Finds the objects of a text, in the order of their numbers. */
function readItems(value: unknown, classes: readonly unknown[]): { readonly item: Item; readonly objects: readonly Numbered[] }
{
    const objects: Numbered[] = [];
    let last = 0;

    return { item: read(value), objects };

    function read(given: unknown): Item
    {
        if (typeof given === 'string')
        {
            return readText(given);
        }

        if (typeof given !== 'object' || given === null)
        {
            return { kind: 'plain', value: given };
        }

        const number = last++;

        return objects[number] = Array.isArray(given) ? readList(number, given) : { kind: 'record', number, fields: readFields(given) };
    }

    function readText(text: string): Item
    {
        if (!text.startsWith('$') || unnumbered.test(text))
        {
            return { kind: 'plain', value: text };
        }

        if (/^\$\d+$/.test(text))
        {
            return { kind: 'reference', number: Number(text.slice(1)) };
        }

        const number = last++;

        return objects[number] = { kind: 'sign', number, text };
    }

    function readList(number: number, list: readonly unknown[]): Numbered
    {
        const [first, second, third] = list;

        switch (typeof first === 'string' && head.test(first) ? first : '')
        {
            case '': return { kind: 'list', number, items: list.map(read) };
            case '$class': return { kind: 'instance', number, layout: classes[second as number], items: list.slice(2).map(read) };
            case '$Error': return { kind: 'error', number, type: second, fields: readFields(third as object), key: list.slice(3) };
            default: return { kind: 'list', number, items: [{ kind: 'plain', value: first }, ...list.slice(1).map(read)] };
        }
    }

    function readFields(record: object): Field[]
    {
        return Object.entries(record).map(([name, given]) => [name, read(given)]);
    }
}

/** Writes items again. An object that only a cause had so far stands where it is first referred to. */
class Writer
{
    /** Whether something was left out. */
    found = false;
    readonly layouts = new Map<unknown, number>();
    readonly parts: Uint8Array[] = [];

    readonly #objects: readonly Numbered[];
    readonly #source: readonly Uint8Array[];
    readonly #numbers = new Map<number, number>();

    constructor(objects: readonly Numbered[], source: readonly Uint8Array[])
    {
        this.#objects = objects;
        this.#source = source;
    }

    write(item: Item): unknown
    {
        if (item.kind === 'plain')
        {
            return item.value;
        }

        const number = this.#numbers.get(item.number);

        if (number !== undefined)
        {
            return `$${String(number)}`;
        }

        const object = this.#objects[item.number];

        if (object === undefined)
        {
            throw new RangeError('A reference is to nothing.');
        }

        this.#numbers.set(item.number, this.#numbers.size);

        return this.#writeObject(object);
    }

    #writeObject(object: Numbered): unknown
    {
        switch (object.kind)
        {
            case 'sign': return object.text.replace(part, (_, start: string, index: string) => start + String(this.#keepPart(Number(index))));
            case 'list': return object.items.map(item => this.write(item));
            case 'instance': return ['$class', this.#keepLayout(object.layout), ...object.items.map(item => this.write(item))];
            case 'record': return this.#writeFields(object.fields);
            case 'error': return ['$Error', object.type, this.#writeFields(object.fields.filter(([name]) => !this.#isInternal(object, name))), ...object.key];
        }
    }

    #writeFields(fields: readonly Field[]): unknown
    {
        return Object.fromEntries(fields.map(([name, item]) => [name, this.write(item)]));
    }

    #isInternal({ type, key }: Failure, name: string): boolean
    {
        const isInternal = name === 'cause' || key.length === 0 && !(type === 'JitarError' ? brandedFields : ownFields).has(name);

        this.found ||= isInternal;

        return isInternal;
    }

    #keepLayout(layout: unknown): number
    {
        const number = this.layouts.get(layout) ?? this.layouts.size;

        this.layouts.set(layout, number);

        return number;
    }

    #keepPart(index: number): number
    {
        return this.parts.push(this.#source[index] as Uint8Array) - 1;
    }
}
