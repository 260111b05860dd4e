import { attempt, invalid } from './refusal.js';
import type { CodecSettings } from './settings.js';
import type { PartsType } from './value-type.js';
import type { Walk } from './walk.js';

/** Stands for an object that cannot exist yet, because its constructor waits for the value that refers to it. */
export class Pending
{
    readonly actions: ((value: object) => void)[] = [];
}

/** Who refers to an object, and where in a list its contents start. */
export interface Place<Id>
{
    readonly id: Id;
    readonly offset?: number;
}

/** Stands for the cause of an error that cannot be sent. */
export const omitted: unique symbol = Symbol('omitted');

/** What decoding and copying share: making objects whose parts may refer to them. */
export abstract class Builder<Id>
{
    readonly walk: Walk;
    protected settings: CodecSettings;
    /** The settings within an error. */
    #keeping: CodecSettings | undefined;
    /** How many parts were found pending, in what a constructor that was not called yet will get. */
    protected waiting = 0;
    /** What is left to look at when the whole value exists. */
    protected readonly checks: (() => void)[] = [];

    constructor(settings: CodecSettings, walk: Walk)
    {
        this.settings = settings;
        this.walk = walk;
    }

    /** Makes the whole value. */
    build(content: unknown): unknown
    {
        const value = this.raise(content);

        for (const check of this.checks)
        {
            check();
        }

        return value;
    }

    /** The value of a content; {@link Pending} when it cannot exist yet: then {@link Builder.await} must be called. */
    protected abstract raise(content: unknown): unknown;

    /** The text of a content, if it is one. */
    protected abstract peek(content: unknown): unknown;

    /** Keeps an object for those who refer to it; the one that was kept before is given back. */
    protected abstract keep(id: Id, value: object): unknown;

    /** Makes an object known to those who refer to it, and to those who waited for it. */
    protected announce(id: Id, value: object): void
    {
        const before = this.keep(id, value);

        if (before instanceof Pending)
        {
            for (const action of before.actions)
            {
                action(value);
            }
        }
    }

    /** Runs when the part that was just {@link Pending} exists. */
    protected await(part: Pending, action: (value: object) => void): void
    {
        this.waiting++;
        part.actions.push(action);
    }

    /** A part of an error, in which instances of unknown classes are kept as data, whatever the settings say. */
    protected raiseErrorPart(content: unknown, _isOptional: boolean): unknown
    {
        const { settings } = this;

        this.settings = this.#keeping ??= { ...settings, unknownClasses: 'keep' };

        try
        {
            return this.raise(content);
        }
        finally
        {
            this.settings = settings;
        }
    }

    /** Makes an object of parts. One that exists before its parts is filled when all of them do. */
    protected makeParts(type: Omit<PartsType, 'form' | 'prototype' | 'tag' | 'take'>, contents: readonly unknown[], { id, offset = 0 }: Place<Id>): object
    {
        const { walk } = this;
        const created = type.create?.();
        const parts: unknown[] = [];
        const level = walk.enter();
        const count = contents.length - offset;
        let missing = 1;

        if (count !== (type.length ?? count))
        {
            invalid();
        }

        // What needs its parts to be made is made by the host, which may refuse them.
        const make = (): object | undefined => --missing > 0 ? created : created === undefined ? attempt(() => type.make(parts)) : type.make(parts, created);

        walk.countKeys(type.keys?.(count) ?? 0, count);
        walk.charge(type.cost ?? 0);

        if (created !== undefined)
        {
            this.announce(id, created);
        }

        for (let index = 0; index < count; index++)
        {
            walk.path[level] = type.place?.(index, parts) ?? index;

            const content = contents[index + offset];
            const part = parts[index] = type.isOptional === undefined ? this.raise(content) : this.raiseErrorPart(content, type.isOptional(index));

            if (part instanceof Pending)
            {
                missing++;
                this.await(part, value =>
                {
                    parts[index] = value;
                    make();
                });
            }
        }

        walk.depth = level;

        if (type.size !== undefined)
        {
            walk.count(type.size(parts));
        }

        const made = make() ?? invalid();

        if (created === undefined)
        {
            this.announce(id, made);
        }

        return made;
    }

    /** Gives a property that exists the value of a part. */
    protected place(object: Record<number | string, unknown>, name: number | string, part: unknown): void
    {
        if (part instanceof Pending)
        {
            object[name] = undefined;
            this.await(part, ready =>
            {
                object[name] = ready;
            });
        }
        else
        {
            object[name] = part;
        }
    }
}
