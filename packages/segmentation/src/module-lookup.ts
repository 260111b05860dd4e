const extensions = ['.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs'];

/** What a written extension may stand for, itself first: the output's extension also means the source's. */
const alternatives: Readonly<Record<string, readonly string[]>> = {
    '.js': ['.js', '.ts', '.tsx', '.jsx'],
    '.jsx': ['.jsx', '.tsx'],
    '.mjs': ['.mjs', '.mts']
};

/**
 * Finds the module that a path without certainty about its extension means: the file itself, the file with an
 * extension, the source of a compiled file, or the `index` of a folder.
 *
 * @param path - Relative to the source folder.
 * @param exists - Tells whether there is a module at a path.
 */
export function findModule(path: string, exists: (path: string) => boolean): string | undefined
{
    const folder = path.replace(/\/+$/, '');
    const candidates: string[] = [];

    if (folder === path)
    {
        const extension = /\.\w+$/.exec(path)?.[0] ?? '';
        const stem = path.slice(0, path.length - extension.length);

        candidates.push(path);
        candidates.push(...(alternatives[extension] ?? []).map(alternative => stem + alternative));
        candidates.push(...extensions.map(added => path + added));
    }

    const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;

    candidates.push(...extensions.map(extension => `${prefix}index${extension}`));

    return candidates.find(exists);
}
