/** What a fully qualified name is made of. */
export interface NamedComponent
{
    /** The path of the module. */
    readonly path: string;
    /** The name of the export. */
    readonly exported: string;
    /** The own name of what is exported. */
    readonly name?: string | undefined;
    /** The name that the segment file gives it. */
    readonly as?: string | undefined;
}

/**
 * The fully qualified name of a component: the folder of its module, and its name. A default export has its own
 * name, else its file's; that of an `index` module is named by the folder alone.
 */
export function qualifiedName(component: NamedComponent): string
{
    const slash = component.path.lastIndexOf('/');
    const folder = component.path.slice(0, Math.max(slash, 0));
    const file = component.path.slice(slash + 1).replace(/\.\w+$/, '');
    const prefix = folder === '' ? '' : `${folder}/`;

    if (component.as !== undefined)
    {
        return prefix + component.as;
    }

    if (component.exported !== 'default')
    {
        return prefix + component.exported;
    }

    return file === 'index' && folder !== '' ? folder : prefix + (component.name ?? file);
}

/** Whether a text can stand as a name in code that is strict. */
export function isIdentifier(text: string): boolean
{
    return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(text) && !reservedWords.has(text);
}

const reservedWords = new Set([
    'arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum', 'eval', 'export', 'extends', 'false',
    'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public', 'return',
    'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield'
]);
