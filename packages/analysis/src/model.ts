/** A place in a text: lines count from 1, columns from 0, as Babel and editors' jump-to-place have it. */
export interface Position
{
    readonly line: number;
    readonly column: number;
}

/** A part of a text, as offsets in UTF-16 code units; `end` is excluded. */
export interface Span
{
    readonly start: number;
    readonly end: number;
}

/** How a source is written, and what esbuild calls its loader. */
export type Language = 'ts' | 'tsx' | 'js' | 'jsx';

/** Syntax that is more than JavaScript of Node 20 with types around it. */
export type SyntaxFeature = 'accessor' | 'decorator' | 'enum' | 'import-equals' | 'namespace' | 'using';

/** Something that keeps a text from being a module. */
export interface SyntaxProblem
{
    readonly message: string;
    readonly place: Position;
}

/**
 * What a module consists of, as its text tells: plain immutable data, without the syntax tree.
 *
 * Names are those of the text; what an import or a base class leads to is for who knows the other modules.
 */
export interface ModuleModel
{
    /** Relative to the source folder, with `/`. */
    readonly path: string;
    readonly language: Language;
    readonly code: string;
    readonly imports: readonly ImportModel[];
    readonly reexports: readonly ReexportModel[];
    readonly exports: readonly ExportModel[];
    /** The lists `export { a, b as c }`, for rewriting; their names are in `exports`. */
    readonly exportLists: readonly ExportList[];
    /** The top-level classes, exported or not. */
    readonly classes: readonly ClassModel[];
    /** The top-level interfaces, type aliases and classes, with the names that they refer to. */
    readonly types: readonly TypeModel[];
    /** What a second instance of the module would have of its own. */
    readonly state: readonly StateModel[];
    /** What happens when the module is loaded. */
    readonly effects: readonly EffectModel[];
    /** The `let` and `var` of the module that its functions assign to: the first place of each. */
    readonly mutations: readonly MutationModel[];
    /** The calls of imported functions whose outcome nothing waits for or uses. */
    readonly unawaitedCalls: readonly CallModel[];
    /** What the code takes by name from what it imports, which may be a namespace also by what the other module exports: the first place of each. */
    readonly namespaceMembers: readonly MemberModel[];
    /** The calls of names that are imported, where a declaration nearer by hides the import: the first place of each. */
    readonly shadowedCalls: readonly CallModel[];
    /** Where it uses what only browsers have, as far as that is sure. */
    readonly browserUse: BrowserUse;
    /** What of the text has to be compiled, beside types and JSX; each once. */
    readonly syntax: readonly SyntaxFeature[];
    /** Syntax errors; with any, the rest of the model may be incomplete. */
    readonly problems: readonly SyntaxProblem[];
}

/** Where a module uses what only browsers have (`document`, say), without asking whether it is there. */
export interface BrowserUse
{
    /** When it is loaded: then it can be loaded in a browser only. */
    readonly loading?: UseModel;
    /** When it is loaded, or when its functions run. */
    readonly running?: UseModel;
}

/** The use of a name. */
export interface UseModel
{
    readonly name: string;
    readonly place: Position;
}

/** Something of another module that this one imports. */
export type ImportModel = StaticImport | DynamicImport | TypeImport;

/** An import declaration. */
export interface StaticImport
{
    readonly kind: 'static';
    readonly specifier: string;
    /** The names it binds; none for `import './module'`. */
    readonly names: readonly ImportedName[];
    /** Whether nothing of it remains at run time. */
    readonly typeOnly: boolean;
    /** The whole declaration. */
    readonly span: Span;
    /** The literal with its quotes. */
    readonly specifierSpan: Span;
    readonly attributes?: AttributesModel;
    readonly place: Position;
}

/** `with { type: 'json' }`. */
export interface AttributesModel
{
    /** `assert` is the older word. */
    readonly keyword: 'with' | 'assert';
    /** The braces and what is in them, as written. */
    readonly text: string;
    /** Keyword and braces. */
    readonly span: Span;
}

/** A name that an import declaration binds. */
export interface ImportedName
{
    /** The export's name; `*` for the namespace. */
    readonly imported: string;
    readonly local: string;
    /** Declared as a type, or (in TypeScript) only used as one. */
    readonly typeOnly: boolean;
    readonly place: Position;
}

/** `import('./module')` with a literal, or a template without expressions. */
export interface DynamicImport
{
    readonly kind: 'dynamic';
    readonly specifier: string;
    readonly specifierSpan: Span;
    /** Whether it has a second argument. */
    readonly hasOptions: boolean;
    /** What the code takes from it by name, as far as the text tells: the first place of each. */
    readonly members: readonly MemberName[];
    readonly place: Position;
}

/** `import('./module').Name` where a type stands. */
export interface TypeImport
{
    readonly kind: 'type';
    readonly specifier: string;
    readonly place: Position;
}

/** `export … from`. */
export interface ReexportModel
{
    /** `names`: a list; `all`: `export *`; `namespace`: `export * as name`. */
    readonly form: 'names' | 'all' | 'namespace';
    readonly specifier: string;
    /** For `namespace` one, whose `imported` is `*`; for `all` none. */
    readonly names: readonly ReexportedName[];
    /** Whether nothing of it remains at run time. */
    readonly typeOnly: boolean;
    readonly span: Span;
    readonly specifierSpan: Span;
    readonly attributes?: AttributesModel;
    readonly place: Position;
}

/** A name of a re-export. */
export interface ReexportedName
{
    readonly imported: string;
    readonly exported: string;
    readonly typeOnly: boolean;
    readonly place: Position;
}

/** Something that the module exports itself. */
export interface ExportModel
{
    /** `default` for the default export. */
    readonly name: string;
    readonly declaration: Declaration;
    /** The whole statement, for `export default name`. */
    readonly statement?: Span;
    readonly place: Position;
}

/** `export { … }` without a source. */
export interface ExportList
{
    readonly span: Span;
    readonly names: readonly { readonly local: string; readonly exported: string; readonly typeOnly: boolean }[];
}

/** What an exported name stands for, as far as the text tells. */
export type Declaration =
    | FunctionModel
    | ClassModel
    /** A name that the module imports; to be looked up by its local name. */
    | { readonly kind: 'import'; readonly local: string }
    /** Surely no function and no class: a literal, an object, an enum, a namespace. */
    | { readonly kind: 'value' }
    /** An interface, a type alias, or a declaration without code. */
    | { readonly kind: 'type'; readonly name: string }
    /** The outcome of an expression. */
    | { readonly kind: 'unknown' };

/** A function of the module. */
export interface FunctionModel
{
    readonly kind: 'function';
    /** Its own name; for a constant the constant's; absent: anonymous. */
    readonly name?: string;
    readonly async: boolean;
    readonly generator: boolean;
    /** With a rest named `arguments` behind them, where the function reads its `arguments` and has no rest of its own. */
    readonly parameters: readonly Parameter[];
    /** The names that the types of its parameters and its result refer to. */
    readonly references: readonly string[];
    /** Those of them whose values surely stand in its arguments or its result; absent: none. */
    readonly carries?: readonly string[];
    /** Whether the type of the result is written down. */
    readonly typed: boolean;
    readonly place: Position;
}

/** A class of the module. */
export interface ClassModel
{
    readonly kind: 'class';
    /** The name by which its module knows it; absent: an anonymous default export. */
    readonly name?: string;
    /**
     * The names of the constructor's parameters; `...names` for a rest parameter, the position for a destructured
     * one. Absent: the class has no constructor of its own.
     */
    readonly parameters?: readonly string[];
    /** Those of them that may be left out; absent: none. */
    readonly optional?: readonly string[];
    /** The names of the types whose values surely stand in its fields and its parameters; absent: none. */
    readonly carries?: readonly string[];
    /** The public fields: declared ones, parameter properties, and what the constructor assigns to `this`. */
    readonly fields: readonly string[];
    readonly getters: readonly string[];
    readonly setters: readonly string[];
    /** What it extends: a name, a name of a namespace (`shapes.Base`), or an expression. */
    readonly base?: BaseClass;
    readonly place: Position;
}

/** What a class extends. */
export type BaseClass =
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'member'; readonly namespace: string; readonly name: string }
    | { readonly kind: 'expression' };

/** A type of the module. */
export interface TypeModel
{
    readonly name: string;
    /** The names of other types in it. */
    readonly references: readonly string[];
}

/** A top-level binding, or a static field, with state. */
export interface StateModel
{
    readonly name: string;
    readonly place: Position;
}

/** Code that runs when the module is loaded. */
export interface EffectModel
{
    /** `import`: an import for its effect alone; `call`: in the initialiser of a binding or a class; `statement`: anything else. */
    readonly kind: 'import' | 'call' | 'decorator' | 'await' | 'statement';
    readonly place: Position;
}

/** An assignment to a binding of the module from within a function. */
export interface MutationModel
{
    readonly name: string;
    readonly place: Position;
}

/** A call of something imported: `name()`, or `name.member()` for a namespace. */
export interface CallModel
{
    readonly name: string;
    readonly member?: string;
    readonly place: Position;
}

/** A name that code takes from a namespace. */
export interface MemberName
{
    readonly name: string;
    readonly place: Position;
}

/** `namespace.name`, `namespace['name']` or `{ name } = namespace` in code, for whatever is imported. */
export interface MemberModel extends MemberName
{
    /** The local name of what may be a namespace. */
    readonly namespace: string;
}

/** Where an argument goes that a caller passes by name; one name for each variable of a destructured parameter. */
export type Binding =
    | { readonly kind: 'name'; readonly name: string; readonly optional: boolean }
    | { readonly kind: 'object'; readonly properties: readonly { readonly key: string; readonly value: Binding }[]; readonly rest?: string; readonly optional: boolean }
    | { readonly kind: 'array'; readonly elements: readonly (Binding | null)[]; readonly rest?: Binding; readonly optional: boolean };

/** A parameter of a function; `rest` for `...names`. */
export interface Parameter
{
    readonly binding: Binding;
    readonly rest: boolean;
}
