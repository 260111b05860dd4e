import { fill } from './collection-types.js';
import type { Segment } from './path.js';
import type { PropertyRecord } from './properties.js';
import type { CodecSettings } from './settings.js';
import { pending } from './value-type.js';
import type { Maker } from './value-type.js';
import type { Walk } from './walk.js';

/** What decoding and copying share: making values whose parts may refer to them. */
export abstract class Builder implements Maker
{
    readonly walk: Walk;
    waiting = 0;

    /** Values by what refers to them: their number in a text, or the object that they are a copy of. */
    protected readonly made: Map<unknown, unknown> = new Map();

    readonly #actions = new Map<unknown, ((value: unknown) => void)[]>();
    #settings: CodecSettings;
    #missing: unknown;

    constructor(settings: CodecSettings, walk: Walk)
    {
        this.#settings = settings;
        this.walk = walk;
    }

    get settings(): CodecSettings
    {
        return this.#settings;
    }

    /** The value of a content. */
    abstract raise(content: unknown): unknown;

    abstract bytes(content: unknown): Uint8Array<ArrayBuffer>;

    part(content: unknown, segment: Segment): unknown
    {
        this.walk.enter(segment);

        const value = this.raise(content);

        this.walk.leave();

        return value;
    }

    lenient(content: unknown, segment: Segment): unknown
    {
        const settings = this.#settings;

        this.#settings = { ...settings, unknownClasses: 'keep' };

        try
        {
            return this.part(content, segment);
        }
        finally
        {
            this.#settings = settings;
        }
    }

    cause(content: unknown, segment: Segment): unknown
    {
        return this.lenient(content, segment);
    }

    announce(id: unknown, value: object): void
    {
        this.made.set(id, value);

        const actions = this.#actions.get(id);

        if (actions !== undefined)
        {
            this.#actions.delete(id);

            for (const action of actions)
            {
                action(value);
            }
        }
    }

    whenReady(action: (value: unknown) => void): void
    {
        const actions = this.#actions.get(this.#missing);

        this.waiting++;

        if (actions === undefined)
        {
            this.#actions.set(this.#missing, [action]);
        }
        else
        {
            actions.push(action);
        }
    }

    spend(items: number): void
    {
        this.walk.spend(items);
    }

    /** The value that something refers to, or {@link pending}. */
    protected refer(id: unknown): unknown
    {
        const value = this.made.get(id);

        if (value === pending)
        {
            this.#missing = id;
        }

        return value;
    }

    /** Makes a plain array or object. */
    protected makePlain(source: object, id: unknown): object
    {
        const object: PropertyRecord | unknown[] = Array.isArray(source) ? [] : {};

        this.announce(id, object);

        if (Array.isArray(object))
        {
            this.#fillArray(object, source as unknown[]);
        }
        else
        {
            fill(object, source as PropertyRecord, this);
        }

        return object;
    }

    #fillArray(array: unknown[], source: readonly unknown[]): void
    {
        for (let index = 0; index < source.length; index++)
        {
            const part = this.part(source[index], index);

            array.push(part);

            if (part === pending)
            {
                array[index] = undefined;
                this.whenReady(value =>
                {
                    array[index] = value;
                });
            }
        }
    }
}
