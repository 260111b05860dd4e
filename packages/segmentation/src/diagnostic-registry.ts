/** Whether the application can be built in spite of it. */
export type Severity = 'error' | 'warning';

/** What the registry holds of one code. */
export interface DiagnosticDefinition<Details>
{
    readonly severity: Severity;
    /** What is wrong, in one sentence. */
    readonly message: (details: Details) => string;
    /** What to do, in one sentence. */
    readonly fix: (details: Details) => string;
    /** Why the build cares, for the documentation. */
    readonly why: string;
}

/** What the texts of each code need to know. Codes are permanent: they may be added, never renamed or reused. */
export interface DiagnosticDetailsByCode
{
    SYNTAX_ERROR: { readonly problem: string };
    MODULE_NOT_FOUND: { readonly path: string; readonly nearest: string | undefined };
    MODULE_LISTED_TWICE: { readonly path: string; readonly module: string; readonly segment: string };
    EXPORT_NOT_FOUND: { readonly module: string; readonly name: string; readonly nearest: string | undefined };
    PROCEDURE_NOT_A_FUNCTION: { readonly module: string; readonly name: string };
    PROCEDURE_NOT_ASYNC: { readonly name: string; readonly segment: string };
    DUPLICATE_PROCEDURE: { readonly fqn: string; readonly version: string; readonly other: string };
    RESOURCE_IN_SEGMENT: { readonly path: string; readonly segment: string };
    OUTPUT_CONFLICT: { readonly path: string; readonly other: string };
    IMPORT_NOT_FOUND: { readonly specifier: string; readonly way: ImportWay; readonly nearest: string | undefined };
    NAME_NOT_EXPORTED: { readonly module: string; readonly name: string; readonly nearest: string | undefined; readonly hasNames: boolean };
    NAME_AMBIGUOUS: { readonly name: string; readonly module: string; readonly first: string; readonly second: string };
    PRIVATE_PROCEDURE_IMPORTED: { readonly name: string; readonly owner: string; readonly view: string };
    VALUE_IMPORT_FROM_SEGMENT: { readonly name: string; readonly module: string; readonly owner: string; readonly view: string };
    CLASS_BESIDE_PROCEDURES: { readonly name: string; readonly module: string; readonly owner: string; readonly view: string };
    CLASS_NOT_LOADABLE: { readonly name: string; readonly module: string; readonly view: string; readonly problem: string };
    CLASS_NOT_REBUILDABLE: { readonly name: string; readonly parameter: string; readonly position: number };
    MUTABLE_MODULE_STATE: { readonly name: string };
    CALL_NOT_AWAITED: { readonly name: string; readonly fqn: string };
    NAME_SHADOWED: { readonly name: string; readonly fqn: string };
    SERVER_CODE_IN_BROWSER: { readonly needed: string; readonly view: string; readonly name: string; readonly module: string };
    SERVER_CLASS_IN_BROWSER: { readonly needed: string; readonly view: string; readonly name: string; readonly module: string; readonly foreign: string; readonly owner: string };
}

/** A permanent code of the registry. */
export type DiagnosticCode = keyof DiagnosticDetailsByCode;

/** What the texts of a code need to know. */
export type DiagnosticDetails<Code extends DiagnosticCode> = DiagnosticDetailsByCode[Code];

/** The way in which an import was to lead to a module: by a path, inside of the source folder or not, by the `imports` of the package file, or by `paths` of `tsconfig.json`. */
export type ImportWay = 'inside' | 'outside' | 'absolute' | 'imports' | 'paths';

function adviceOn(way: ImportWay): string
{
    switch (way)
    {
        case 'outside': return 'It leads out of the source folder. Move the file into that, or make it a package.';
        case 'absolute': return 'Give a path that is relative to this file.';
        case 'imports': return 'Check the "imports" of package.json.';
        case 'paths': return 'The "paths" of tsconfig.json lead out of the source folder. Move the files into that, or install them as a package of this name.';
        default: return 'Check the path; it is relative to this file.';
    }
}

function suggest(nearest: string | undefined, otherwise: string): string
{
    return nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;
}

/** A destructured parameter has its position for a name. */
function isDestructured(parameter: string): boolean
{
    return /^\d+$/.test(parameter);
}

function nameParameter(parameter: string, position: number): string
{
    return isDestructured(parameter) ? `parameter ${String(position + 1)} of the constructor` : `the constructor's parameter "${parameter}"`;
}

/** Every diagnostic that the build can give. */
export const diagnosticRegistry: { readonly [Code in DiagnosticCode]: DiagnosticDefinition<DiagnosticDetails<Code>> } = {
    SYNTAX_ERROR: {
        severity: 'error',
        message: ({ problem }) => problem,
        fix: () => 'Correct the syntax; nothing of this module can be relied on before.',
        why: 'The text is no module of its language. The rest of it is read as far as possible, so other diagnostics of the same file are worth a look too.'
    },
    // Segment and resource files
    MODULE_NOT_FOUND: {
        severity: 'error',
        message: ({ path }) => `There is no module "${path}".`,
        fix: ({ nearest }) => suggest(nearest, 'Give its path relative to the source folder.'),
        why: 'A segment or resource file lists a module that is not among the sources. Paths are relative to the source folder; the extension may be left out, and a folder stands for its `index`.'
    },
    MODULE_LISTED_TWICE: {
        severity: 'error',
        message: ({ path, module, segment }) => `"${path}" is the module "${module}", which segment "${segment}" lists already.`,
        fix: () => 'Put what the two entries say into one.',
        why: 'Two keys of a segment file are spellings of one module, so what they say of its exports would have to be merged.'
    },
    EXPORT_NOT_FOUND: {
        severity: 'error',
        message: ({ module, name }) => name === 'default' ? `"${module}" has no default export.` : `"${module}" does not export "${name}".`,
        fix: ({ nearest }) => suggest(nearest, 'Export it, or take it out of the segment file.'),
        why: 'A segment file lists a name that its module does not export, re-exports included.'
    },
    PROCEDURE_NOT_A_FUNCTION: {
        severity: 'error',
        message: ({ module, name }) => `"${name}" of "${module}" is no function, so it cannot be a procedure.`,
        fix: () => 'List functions and classes only.',
        why: 'Only functions can be called from another segment. Classes may be listed, and need not be. Nothing is claimed of an export whose kind only running tells, such as the outcome of a call.'
    },
    PROCEDURE_NOT_ASYNC: {
        severity: 'error',
        message: ({ name, segment }) => `"${name}" is a procedure of segment "${segment}", but it is not async.`,
        fix: () => 'Make it an async function, so that its callers await it wherever it runs.',
        why: 'In another segment its callers get a promise, so in the same segment they must get one too: placement never changes behaviour.'
    },
    DUPLICATE_PROCEDURE: {
        severity: 'error',
        message: ({ fqn, version, other }) => `There are two procedures "${fqn}" of version ${version}; the other one is in "${other}".`,
        fix: () => 'Give one of them another version, or another name with "as".',
        why: 'A call names its procedure by the fully qualified name and the version, so these must tell all procedures apart, across all segments.'
    },
    RESOURCE_IN_SEGMENT: {
        severity: 'error',
        message: ({ path, segment }) => `"${path}" is a resource, and in segment "${segment}" too.`,
        fix: () => 'Take it out of one of the two files.',
        why: 'A resource has one instance in a process, a module of a segment has one for the segment; no module can be both.'
    },
    OUTPUT_CONFLICT: {
        severity: 'error',
        message: ({ path, other }) => `Its output "${path}" is also the output of ${other}.`,
        fix: () => 'Rename the module or the segment.',
        why: 'Two things would be written to one file of the target folder, and one of them would be lost.'
    },
    // Imports
    IMPORT_NOT_FOUND: {
        severity: 'error',
        message: ({ specifier }) => `"${specifier}" leads to no module.`,
        fix: ({ way, nearest }) => suggest(nearest, adviceOn(way)),
        why: 'The import leads to no source file, and it is no package either. Imports of types alone are left to the type checker.'
    },
    NAME_NOT_EXPORTED: {
        severity: 'error',
        message: ({ module, name }) => name === 'default' ? `"${module}" has no default export.` : `"${module}" does not export "${name}".`,
        fix: ({ nearest, hasNames }) => suggest(nearest, hasNames ? 'Export it there, or import another name.' : 'A JSON module has a default export alone: import that, and take the name from it.'),
        why: 'Loading the module would fail; that JSON has exports beside the default one is of bundlers alone. Nothing is claimed of names that come from packages.'
    },
    NAME_AMBIGUOUS: {
        severity: 'error',
        message: ({ name, module, first, second }) => `"${name}" of "${module}" is ambiguous: "${first}" and "${second}" both export it.`,
        fix: ({ name, first }) => `Import it from one of the two, or let the module between say which: export { ${name} } from "${first}".`,
        why: 'A module with two `export *` that lead to different values of one name exports none of them, and loading an import of it fails. Nothing is claimed of names that come from packages.'
    },
    PRIVATE_PROCEDURE_IMPORTED: {
        severity: 'error',
        message: ({ name, owner, view }) => `"${name}" is private to segment "${owner}", and cannot be imported by ${view}.`,
        fix: ({ owner }) => `Give it "access": "protected" or "public" in segment "${owner}".`,
        why: 'Access is private unless the segment file says otherwise, and private procedures are for their own segment only.'
    },
    VALUE_IMPORT_FROM_SEGMENT: {
        severity: 'error',
        message: ({ name, module, owner, view }) => `${name} of "${module}" belongs to segment "${owner}", and is no procedure that ${view} could call.`,
        fix: ({ module }) => `Take "${module}" out of its segment so that it is shared, list it in both segments, or move what is needed to a module of its own.`,
        why: 'Between segments only calls and their values cross. Anything else that a module exports stays in its segment: a copy elsewhere would have a state of its own.'
    },
    // Classes
    CLASS_BESIDE_PROCEDURES: {
        severity: 'warning',
        message: ({ name, module, owner, view }) => `Instances of "${name}" cannot be rebuilt in ${view}: its module "${module}" also holds procedures of segment "${owner}".`,
        fix: () => 'Move the class to a module of its own.',
        why: 'Where the module\'s procedures are called from another segment, the module itself is not there, and neither is the class. Its instances cannot cross between the two.'
    },
    CLASS_NOT_LOADABLE: {
        severity: 'warning',
        message: ({ name, module, view, problem }) => `Instances of "${name}" cannot be rebuilt in ${view}: "${module}" cannot be loaded there. ${problem}`,
        fix: () => 'Move the class to a module that imports nothing of another segment.',
        why: 'To rebuild instances of a class, the segment loads the module of the class, with all that it imports. Here it cannot, so instances are refused there.'
    },
    CLASS_NOT_REBUILDABLE: {
        severity: 'warning',
        message: ({ name, parameter, position }) => `Instances of "${name}" cross between segments, and are rebuilt without ${nameParameter(parameter, position)}: `
            + `${isDestructured(parameter) ? 'no field can stand for a pattern' : 'there is no public field or getter of that name'}.`,
        fix: ({ parameter }) => isDestructured(parameter) ? 'Take its variables as parameters of their own.' : 'Add a getter of that name, or give the parameter a default.',
        why: 'A copy of an instance is made by its constructor, with what the fields and getters of the parameters\' names hold. A parameter for which there is none gets `undefined`. '
            + 'An instance is known to cross where a signature of a procedure that others may call names its class, or a field of such a class does. Nothing is claimed of classes that extend one of a package.'
    },
    // Behaviour
    MUTABLE_MODULE_STATE: {
        severity: 'warning',
        message: ({ name }) => `A function changes "${name}", of which every process that runs the segment has its own.`,
        fix: () => 'Keep it where all processes see it (a database, say), or pass it as an argument.',
        why: 'A segment may run in several processes, and be restarted at any time: each process starts with its own copy of the variable.'
    },
    CALL_NOT_AWAITED: {
        severity: 'warning',
        message: ({ name, fqn }) => `The call of "${name}" goes to "${fqn}" in another segment, and is not awaited.`,
        fix: () => 'Await it, or say that its outcome does not matter with `void`.',
        why: 'The call goes over the network as soon as the segments run apart. Its failure would be an unhandled rejection, and the caller may be done before the call has arrived.'
    },
    NAME_SHADOWED: {
        severity: 'warning',
        message: ({ name, fqn }) => `This call of "${name}" does not go to "${fqn}": a declaration nearer by hides the import.`,
        fix: () => 'Rename the parameter or the variable, or the import with `as`.',
        why: 'The import of the name reads as if the call went to another segment, with all that this means, and it stays where it is.'
    },
    // Browsers
    SERVER_CODE_IN_BROWSER: {
        severity: 'warning',
        message: ({ needed, view, name, module }) => `"${needed}" runs on servers only, and ${view} runs in browsers: "${module}" uses "${name}".`,
        fix: () => 'Leave it to a procedure of a segment on servers, and call that.',
        why: 'The import fails in a browser, and with it all that needs the module. That something runs in browsers is known where it uses what only browsers have, such as `document`, '
            + 'without asking whether it is there: when it is loaded, or in the modules that a segment lists. Built-ins of Node run on servers only, and so do packages with native code, or that import such built-ins and offer browsers nothing else.'
    },
    SERVER_CLASS_IN_BROWSER: {
        severity: 'warning',
        message: ({ needed, view, name, module, foreign, owner }) => `"${foreign}" of segment "${owner}" is loaded for its classes, and needs "${needed}", which runs on servers only; but ${view} runs in browsers: "${module}" uses "${name}".`,
        fix: ({ needed }) => `Move what needs "${needed}" to a module that the class does not import.`,
        why: 'A class of another segment is loaded with all that its module imports, to make instances of it, or to rebuild those that come with calls; importing its type is enough for that. In a browser that fails.'
    }
};
