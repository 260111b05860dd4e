import type { Layout } from './layout.js';
import type { Segment } from './path.js';
import type { CodecSettings } from './settings.js';
import type { Walk } from './walk.js';

/** Stands for an instance that cannot exist yet, because its constructor waits for the value that refers to it. */
export const pending: unique symbol = Symbol('pending');

/** Stands for the cause of an error that cannot be sent. */
export const omitted: unique symbol = Symbol('omitted');

/** What the rebuilding of a value gets its parts from: decoding raises them, copying copies them. */
export interface Maker
{
    readonly settings: CodecSettings;
    /** Must be opened before parts are asked for. */
    readonly walk: Walk;
    /** A part; {@link pending} when it cannot exist yet: then {@link Maker.whenReady} must be called before the next part. */
    part(content: unknown, segment: Segment): unknown;
    /** A part in which instances of unknown classes are kept as data, whatever the settings say. */
    lenient(content: unknown, segment: Segment): unknown;
    /** As {@link Maker.lenient}; {@link omitted} if it cannot be sent. */
    cause(content: unknown, segment: Segment): unknown;
    /** Makes the value known to those that refer to it; called before its parts are asked for, where it can be. */
    announce(id: unknown, value: object): void;
    /** Runs when the part that was just {@link pending} exists. */
    whenReady(action: (value: unknown) => void): void;
    /** How many parts were found pending in the arguments of the constructor that is being prepared. */
    waiting: number;
}

/** What all kinds of values have. `make` believes nothing of the content. */
interface Kind
{
    readonly tag: string;
    /** Recognised by this prototype, where there is one. */
    readonly prototype?: object | undefined;
}

/** A kind of value whose content is JSON without parts. */
export interface LeafType extends Kind
{
    readonly form: 'leaf';
    /** Whether it is no object, so that nothing can refer to it; default `false`. */
    readonly primitive?: boolean;
    take(value: unknown, settings: CodecSettings): unknown;
    make(content: unknown, settings: CodecSettings): unknown;
    /** Does what making what was taken does, in less time. */
    copy?(value: unknown): unknown;
}

/** A kind of value whose content is bytes. */
export interface BytesType extends Kind
{
    readonly form: 'bytes';
    /** The value's own memory, and nothing but its own bytes. */
    take(value: unknown): Uint8Array;
    make(bytes: Uint8Array<ArrayBuffer>): object;
}

/** A kind of value whose content is a list of parts, or of pairs of them; `take` gives both flat. */
export interface ListType extends Kind
{
    readonly form: 'list' | 'pairs';
    take(value: unknown): readonly unknown[];
    /** Asks for the parts in the order in which they stand. */
    make(content: unknown, maker: Maker, id: unknown): unknown;
}

/** A kind of value whose content is a record of parts, with something around it. */
export interface RecordType extends Kind
{
    readonly form: 'record';
    take(value: unknown, settings: CodecSettings): Layout;
    /** Asks for the parts in the order in which they stand. */
    make(content: unknown, maker: Maker, id: unknown): unknown;
}

/**
 * A kind of value. Encoding writes what `take` gives, decoding is `make`, copying is the one after the other; so the
 * three agree.
 */
export type ValueType = LeafType | BytesType | ListType | RecordType;
