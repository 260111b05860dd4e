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
    IMPORT_NOT_FOUND: { readonly specifier: string };
    NAME_NOT_EXPORTED: { readonly module: string; readonly name: string; readonly nearest: string | undefined };
    PRIVATE_PROCEDURE_IMPORTED: { readonly name: string; readonly owner: string; readonly view: string };
    VALUE_IMPORT_FROM_SEGMENT: { readonly name: string; readonly module: string; readonly owner: string; readonly view: string };
    CLASS_BESIDE_PROCEDURES: { readonly name: string; readonly module: string; readonly owner: string; readonly view: string };
    CLASS_NOT_LOADABLE: { readonly name: string; readonly module: string; readonly view: string; readonly problem: string };
    MUTABLE_MODULE_STATE: { readonly name: string };
    CALL_NOT_AWAITED: { readonly name: string; readonly fqn: string };
}

/** A permanent code of the registry. */
export type DiagnosticCode = keyof DiagnosticDetailsByCode;

/** What the texts of a code need to know. */
export type DiagnosticDetails<Code extends DiagnosticCode> = DiagnosticDetailsByCode[Code];

function suggest(nearest: string | undefined, otherwise: string): string
{
    return nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;
}

/** Every diagnostic that the build can give. */
export const diagnosticRegistry: { readonly [Code in DiagnosticCode]: DiagnosticDefinition<DiagnosticDetails<Code>> } = {
    SYNTAX_ERROR: {
        severity: 'error',
        message: ({ problem }) => problem,
        fix: () => 'Correct the syntax; nothing of this module can be relied on before.'
    },
    // Segment and resource files
    MODULE_NOT_FOUND: {
        severity: 'error',
        message: ({ path }) => `There is no module "${path}".`,
        fix: ({ nearest }) => suggest(nearest, 'Give its path relative to the source folder.')
    },
    MODULE_LISTED_TWICE: {
        severity: 'error',
        message: ({ path, module, segment }) => `"${path}" is the module "${module}", which segment "${segment}" lists already.`,
        fix: () => 'Put what the two entries say into one.'
    },
    EXPORT_NOT_FOUND: {
        severity: 'error',
        message: ({ module, name }) => name === 'default' ? `"${module}" has no default export.` : `"${module}" does not export "${name}".`,
        fix: ({ nearest }) => suggest(nearest, 'Export it, or take it out of the segment file.')
    },
    PROCEDURE_NOT_A_FUNCTION: {
        severity: 'error',
        message: ({ module, name }) => `"${name}" of "${module}" is no function, so it cannot be a procedure.`,
        fix: () => 'List functions and classes only.'
    },
    PROCEDURE_NOT_ASYNC: {
        severity: 'error',
        message: ({ name, segment }) => `"${name}" is a procedure of segment "${segment}", but it is not async.`,
        fix: () => 'Make it an async function, so that its callers await it wherever it runs.'
    },
    DUPLICATE_PROCEDURE: {
        severity: 'error',
        message: ({ fqn, version, other }) => `There are two procedures "${fqn}" of version ${version}; the other one is in "${other}".`,
        fix: () => 'Give one of them another version, or another name with "as".'
    },
    RESOURCE_IN_SEGMENT: {
        severity: 'error',
        message: ({ path, segment }) => `"${path}" is a resource, and in segment "${segment}" too.`,
        fix: () => 'Take it out of one of the two files.'
    },
    OUTPUT_CONFLICT: {
        severity: 'error',
        message: ({ path, other }) => `Its output "${path}" is also the output of ${other}.`,
        fix: () => 'Rename the module or the segment.'
    },
    // Imports
    IMPORT_NOT_FOUND: {
        severity: 'error',
        message: ({ specifier }) => `"${specifier}" leads to no module.`,
        fix: () => 'Check the path; it is relative to this file.'
    },
    NAME_NOT_EXPORTED: {
        severity: 'error',
        message: ({ module, name }) => name === 'default' ? `"${module}" has no default export.` : `"${module}" does not export "${name}".`,
        fix: ({ nearest }) => suggest(nearest, 'Export it there, or import another name.')
    },
    PRIVATE_PROCEDURE_IMPORTED: {
        severity: 'error',
        message: ({ name, owner, view }) => `"${name}" is private to segment "${owner}", and cannot be imported by ${view}.`,
        fix: ({ owner }) => `Give it "access": "protected" or "public" in segment "${owner}".`
    },
    VALUE_IMPORT_FROM_SEGMENT: {
        severity: 'error',
        message: ({ name, module, owner, view }) => `${name} of "${module}" belongs to segment "${owner}", and is no procedure that ${view} could call.`,
        fix: ({ module }) => `Take "${module}" out of its segment so that it is shared, list it in both segments, or move what is needed to a module of its own.`
    },
    // Classes
    CLASS_BESIDE_PROCEDURES: {
        severity: 'warning',
        message: ({ name, module, owner, view }) => `Instances of "${name}" cannot be rebuilt in ${view}: its module "${module}" also holds procedures of segment "${owner}".`,
        fix: () => 'Move the class to a module of its own.'
    },
    CLASS_NOT_LOADABLE: {
        severity: 'warning',
        message: ({ name, module, view, problem }) => `Instances of "${name}" cannot be rebuilt in ${view}: "${module}" cannot be loaded there. ${problem}`,
        fix: () => 'Move the class to a module that imports nothing of another segment.'
    },
    // Behaviour
    MUTABLE_MODULE_STATE: {
        severity: 'warning',
        message: ({ name }) => `A function changes "${name}", of which every process that runs the segment has its own.`,
        fix: () => 'Keep it where all processes see it (a database, say), or pass it as an argument.'
    },
    CALL_NOT_AWAITED: {
        severity: 'warning',
        message: ({ name, fqn }) => `The call of "${name}" goes to "${fqn}" in another segment, and is not awaited.`,
        fix: () => 'Await it, or say that its outcome does not matter with `void`.'
    }
};
