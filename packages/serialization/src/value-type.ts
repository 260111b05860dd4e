import type { Segment } from './path.js';
import type { CodecSettings } from './settings.js';
import type { Walk } from './walk.js';

interface Kind
{
    /** The name of the kind in the text, without the sign. */
    readonly tag: string;
    /** Values are recognised by this prototype; where there is none, values of the kind do not exist in this host. */
    readonly prototype: object | null | undefined;
}

/** A kind of object that is written as one piece of text. */
export interface TextType extends Kind
{
    readonly form: 'text';
    write(value: object, settings: CodecSettings, walk: Walk): string;
    /** Believes nothing of the text. */
    read(text: string, settings: CodecSettings, walk: Walk): object;
    /** Does what reading what was written does, in less time. */
    copy?(value: object): object;
}

/** A kind of object whose content is bytes. */
export interface BytesType extends Kind
{
    readonly form: 'bytes';
    /** The value's own memory, and nothing but its own bytes. */
    take(value: object): Uint8Array;
    make(bytes: Uint8Array<ArrayBuffer>): object;
}

/** A kind of object that consists of other values. */
export interface PartsType extends Kind
{
    readonly form: 'parts';
    take(value: object): readonly unknown[];
    /** How many parts there are; absent: as many as it likes. */
    readonly length?: number;
    /** The step from the value to a part, for paths, by the parts before it; default its index. */
    place?(index: number, parts: readonly unknown[]): Segment;
    /** Makes the value before its parts exist, so that they may refer to it. */
    create?(): object;
    /** Makes the value, or fills the one that was created; believes nothing of the parts. */
    make(parts: readonly unknown[], created?: object): object;
    /** How many of so many parts are names of properties; default none. */
    keys?(parts: number): number;
    /** How many items the value takes beside its parts, as far as its parts tell; default none. */
    size?(parts: readonly unknown[]): number;
    /** Present for an error, which has to arrive even where some of its parts cannot: whether that may be left out. */
    isOptional?(index: number): boolean;
    /** How much longer it takes than others, in objects that count as costly; default 0. */
    readonly cost?: number;
    /** Copies a Blob or File: its content, which can only be read asynchronously, is a part before what is taken. */
    copyBlob?(value: Blob): Blob;
}

/**
 * A kind of object. Encoding writes what is taken from a value, decoding makes one of it, copying does the one after
 * the other; so the three agree.
 */
export type ValueType = TextType | BytesType | PartsType;
