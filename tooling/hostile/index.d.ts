/** The texts of an attack. */
export interface Texts
{
    readonly mode: 'plain' | 'tagged';
    /** The payload as a whole value. */
    readonly text: string;
    /** The payload as the argument `value` of a call; the same where it is no value. */
    readonly argumentText: string;
}

export interface HostilePayload extends Texts
{
    readonly name: string;
    readonly attack: string;
    /** What a reader with {@link classes} does: fails with a typed error, or gets a value that does no harm. */
    readonly outcome: 'refused' | 'inert';
    /** Whether it is a regular expression, which a reader may allow. */
    readonly regExp: boolean;
}

export interface AmplifiedPayload
{
    readonly name: string;
    readonly make: () => Texts;
}

export interface HostileClass
{
    readonly key: string;
    readonly parameters: readonly string[];
    readonly fields: readonly string[];
    readonly accessors: readonly string[];
    readonly getters: readonly string[];
    readonly implementation: abstract new (...args: never[]) => object;
    validate?(instance: object): boolean;
}

export declare const payloads: readonly HostilePayload[];
/** @param size - In characters; default 1,000,000. */
export declare function amplify(size?: number): readonly AmplifiedPayload[];
export declare const classes: readonly HostileClass[];

export declare const allowedBlock: number;
export declare function measureBlock(run: () => number | Promise<number>, options?: { readonly runs?: number; readonly enough?: number }): Promise<number>;
export declare function timeOf(call: () => unknown): number;
