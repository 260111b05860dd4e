import type { CodecSettings } from './settings.js';
import type { Segment } from './path.js';

/** Stands for an instance that cannot exist yet, because its constructor waits for the value that refers to it. */
export const pending: unique symbol = Symbol('pending');

/** Stands for the cause of an error that cannot be sent. */
export const omitted: unique symbol = Symbol('omitted');

/** What the taking apart of a value hands its parts to: encoding lowers them, copying leaves them as they are. */
export interface Taker
{
    readonly settings: CodecSettings;
    part(value: unknown, segment: Segment): unknown;
    /** The cause of an error, which must not keep the error itself from arriving; {@link omitted} if it cannot be sent. */
    cause(value: unknown, segment: Segment): unknown;
    /** Bytes, which may travel beside the text. The view is a copy already, or is copied before the call returns. */
    bytes(view: Uint8Array): unknown;
}

/** What the rebuilding of a value gets its parts from: decoding raises them, copying copies them. */
export interface Maker
{
    readonly settings: CodecSettings;
    /** A part; {@link pending} when it cannot exist yet: then {@link Maker.whenReady} must be called before the next part. */
    part(content: unknown, segment: Segment): unknown;
    /** A part in which instances of unknown classes are kept as data, whatever the settings say. */
    lenient(content: unknown, segment: Segment): unknown;
    /** As {@link Maker.lenient}; {@link omitted} if it cannot be sent. */
    cause(content: unknown, segment: Segment): unknown;
    bytes(content: unknown): Uint8Array<ArrayBuffer>;
    /** Makes the value known to those that refer to it; called before its parts are asked for, where it can be. */
    announce(id: unknown, value: object): void;
    /** Runs when the part that was just {@link pending} exists. */
    whenReady(action: (value: unknown) => void): void;
    /** How many parts were found pending in the arguments of the constructor that is being prepared. */
    waiting: number;
    /** Counts items before they are made. */
    spend(items: number): void;
}

/**
 * A kind of value. Encoding is `take`, decoding is `make`, copying is the one after the other; so the three agree.
 *
 * `take` gives the content as JSON would have it, its parts handed to the taker in the order in which they stand.
 * `make` believes nothing of the content, and asks for the parts in the same order.
 */
export interface ValueType
{
    readonly tag: string;
    /** Whether it is no object, so that nothing can refer to it; default `false`. */
    readonly primitive?: boolean;
    take(value: unknown, taker: Taker): unknown;
    make(content: unknown, maker: Maker, id: unknown): unknown;
}

/** A kind of object that is recognised by its prototype. */
export interface ObjectType extends ValueType
{
    readonly prototype: object;
}

/** The written form of an {@link ObjectType}, with the type of its values. */
export interface ObjectTypeDefinition<Value extends object>
{
    readonly tag: string;
    readonly prototype: object;
    take(value: Value, taker: Taker): unknown;
    make(content: unknown, maker: Maker, id: unknown): Value;
}

/** Defines a kind of object; `take` only ever gets what has the prototype. */
export function defineType<Value extends object>(definition: ObjectTypeDefinition<Value>): ObjectType
{
    return definition;
}
