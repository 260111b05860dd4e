/** Writes a text as a literal of JavaScript. */
export function quote(text: string): string
{
    const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\'', '\\\'');

    return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/**
 * The specifier by which one file of the built application imports another.
 *
 * @param importer - The path of the file that imports.
 * @param target - The path of the other one.
 */
export function relativeSpecifier(importer: string, target: string): string
{
    const from = importer.split('/').slice(0, -1);
    const to = target.split('/');
    let common = 0;

    while (common < from.length && common < to.length - 1 && from[common] === to[common])
    {
        common++;
    }

    const up = from.slice(common).map(() => '..');
    // A specifier is a URL, in which these characters would mean something else.
    const down = to.slice(common).map(part => part.replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23'));

    return [...up.length === 0 ? ['.'] : up, ...down].join('/');
}

/** Whether a relative specifier leads out of the folder that the paths of modules are relative to, on its way at least. */
export function leadsOut(importer: string, specifier: string): boolean
{
    let depth = importer.split('/').length - 1;

    return specifier.split('/').some(part =>
    {
        depth += part === '..' ? -1 : part === '.' || part === '' ? 0 : 1;

        return depth < 0;
    });
}

/** Writes the name of an export, which may be a keyword, or any text. */
export function writeExportName(name: string): string
{
    return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name) ? name : quote(name);
}
