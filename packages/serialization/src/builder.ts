import type { Segment } from './path.js';
import type { CodecSettings } from './settings.js';
import type { Maker } from './value-type.js';
import type { Walk } from './walk.js';

/** What decoding and copying share: making values whose parts may refer to them. */
export abstract class Builder implements Maker
{
    readonly walk: Walk;
    settings: CodecSettings;
    waiting = 0;

    #actions: Map<unknown, ((value: unknown) => void)[]> | undefined;
    #missing: unknown;

    constructor(settings: CodecSettings, walk: Walk)
    {
        this.settings = settings;
        this.walk = walk;
    }

    /** The value of a content. */
    abstract raise(content: unknown): unknown;

    /** Notes the value that has this number in a text, or that is the copy of this object. */
    protected abstract note(id: unknown, value: object): void;

    part(content: unknown, segment: Segment): unknown
    {
        this.walk.path[this.walk.depth - 1] = segment;

        return this.raise(content);
    }

    lenient(content: unknown, segment: Segment): unknown
    {
        const { settings } = this;

        this.settings = { ...settings, unknownClasses: 'keep' };

        try
        {
            return this.part(content, segment);
        }
        finally
        {
            this.settings = settings;
        }
    }

    cause(content: unknown, segment: Segment): unknown
    {
        return this.lenient(content, segment);
    }

    announce(id: unknown, value: object): void
    {
        this.note(id, value);

        const actions = this.#actions?.get(id);

        if (actions !== undefined)
        {
            this.#actions?.delete(id);

            for (const action of actions)
            {
                action(value);
            }
        }
    }

    whenReady(action: (value: unknown) => void): void
    {
        this.#actions ??= new Map();

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

    /** Remembers what the action waits for that {@link Builder.whenReady} is called with next. */
    protected miss(id: unknown): void
    {
        this.#missing = id;
    }
}
