/** Who may call a procedure: its own segment, trusted callers, or anyone. */
export type Access = 'private' | 'protected' | 'public';

/**
 * Where a value goes that a caller passes by name.
 *
 * A destructured parameter has one name for each variable it declares: `({ a, b: [c] })` binds `a` and `c`.
 */
export type Binding =
    | { readonly kind: 'name'; readonly name: string; readonly optional: boolean }
    | { readonly kind: 'object'; readonly properties: readonly { readonly key: string; readonly value: Binding }[]; readonly rest?: string; readonly optional: boolean }
    | { readonly kind: 'array'; readonly elements: readonly (Binding | null)[]; readonly rest?: Binding; readonly optional: boolean };

/** A parameter of a procedure; `rest` for `...names`. */
export interface Parameter
{
    readonly binding: Binding;
    readonly rest: boolean;
}

/** An implementation of a procedure, as a segment bundle lists it. */
export interface ProcedureEntry
{
    readonly fqn: string;
    /** `major.minor.patch` */
    readonly version: string;
    readonly access: Access;
    readonly parameters: readonly Parameter[];
    /** Whether it yields a stream (an async generator). */
    readonly stream: boolean;
    /** Milliseconds; absent: the default of the service. */
    readonly timeout?: number;
    /** Whether running it twice does the same as running it once. */
    readonly idempotent?: boolean;
    readonly implementation: (...args: never[]) => unknown;
}

/** A class whose instances may cross into the segment, as a segment bundle lists it. */
export interface ClassEntry
{
    /** The FQN of the class; on collision the path of its module. */
    readonly key: string;
    /** The names of the constructor's parameters, in order; `...names` for a rest parameter. */
    readonly parameters: readonly string[];
    /** The names of the public fields that the class and its bases declare. */
    readonly fields: readonly string[];
    /** The names that have both a getter and a setter. */
    readonly accessors: readonly string[];
    /** The names that have a getter. */
    readonly getters: readonly string[];
    readonly implementation: abstract new (...args: never[]) => object;
}

/** A procedure of another segment that the modules of a segment call. */
export interface RemoteReference
{
    readonly fqn: string;
    readonly version: string;
}

/** The default export of `<name>.segment.js`: what a runtime loads. */
export interface SegmentBundle
{
    readonly format: 1;
    readonly name: string;
    readonly procedures: readonly ProcedureEntry[];
    readonly classes: readonly ClassEntry[];
    /** What its stubs call, and a router must be able to find. */
    readonly calls: readonly RemoteReference[];
}

/** A class of the outer view, loaded when a host starts, so that no page imports more than it can. */
export interface OuterClassEntry extends Omit<ClassEntry, 'implementation'>
{
    /** npm packages that its module reaches; a host that cannot resolve them leaves the class out. */
    readonly packages: readonly string[];
    readonly load: () => Promise<ClassEntry['implementation']>;
}

/** The default export of `jitar.classes.js`: the class table of the outer view. */
export interface OuterClassTable
{
    readonly format: 1;
    readonly classes: readonly OuterClassEntry[];
}
