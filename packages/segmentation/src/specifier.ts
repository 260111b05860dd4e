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

/** Writes the name of an export, which may be a keyword, or any text. */
export function writeExportName(name: string): string
{
    return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name) ? name : quote(name);
}
