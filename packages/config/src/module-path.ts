/** Says what is wrong with the path of a module, if anything. */
export function findModulePathProblem(path: string): string | undefined
{
    if (path.trim() === '')
    {
        return 'must not be empty';
    }

    if (path.includes('\\'))
    {
        return 'must be written with forward slashes';
    }

    if (path.startsWith('/') || path.split('/').includes('..') || /^[A-Za-z]:/.test(path))
    {
        return 'must be a path inside the source folder';
    }

    return undefined;
}

/** The path of a module without the leading `./` and a slash at its end; empty for the source folder itself. */
export function trimModulePath(path: string): string
{
    return path.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '').replace(/^\.$/, '');
}
