import type { Manifest } from '@jitar/manifest';
import { classTablePath, manifestPath, runModulePath } from '@jitar/manifest';
import picomatch from 'picomatch';

/** Which files of a built application anyone may get. */
export interface AssetRules
{
    /** Files that the application's stubs need in a browser; they are at the root of the built application. */
    isBrowserModule(path: string): boolean;
    /** Files that the configuration lists; paths are relative to the asset root. */
    isListed(path: string): boolean;
    /** Files that never go to the untrusted, whatever is listed; paths are relative to the built application. */
    isForbidden(path: string): boolean;
}

const moduleExtensions = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'];

/**
 * Decides on files by their paths alone.
 *
 * What only runs in segments is forbidden under each of its names: as the segment's own module, and as the source
 * that it was made of, which lies beside it where source and target are one folder.
 *
 * @param globs - The listed files; one that begins with `!` takes out what others list.
 */
export function createAssetRules(manifest: Manifest, globs: readonly string[]): AssetRules
{
    const outer = manifest.outer.files;
    const forbidden = new Set<string>([manifestPath]);
    const suffixes = ['.segment.js', '.map', ...Object.keys(manifest.segments).map(name => `.${name}.js`)];

    for (const [name, segment] of Object.entries(manifest.segments))
    {
        const suffix = `.${name}.js`;

        for (const path of Object.keys(segment.files))
        {
            forbidden.add(path);

            if (path.endsWith(suffix))
            {
                const base = path.slice(0, -suffix.length);

                moduleExtensions.forEach(extension => forbidden.add(`${base}.${extension}`));
            }
        }
    }

    Object.keys(outer).forEach(path => forbidden.delete(path));

    const isListed = createMatcher(globs);

    return {
        isListed,

        isBrowserModule: path => path === runModulePath || path === classTablePath || (path.endsWith('.remote.js') && Object.hasOwn(outer, path)),

        isForbidden: path => forbidden.has(path)
            || path.split('/').some(part => part.startsWith('.'))
            || (!Object.hasOwn(outer, path) && suffixes.some(suffix => path.endsWith(suffix)))
    };
}

function createMatcher(globs: readonly string[]): (path: string) => boolean
{
    const patterns = globs.map(glob => glob.replace(/^(!?)(?:\.?\/)+/, '$1'));
    const included = patterns.filter(pattern => !pattern.startsWith('!'));
    const excluded = patterns.filter(pattern => pattern.startsWith('!')).map(pattern => pattern.slice(1));

    return included.length === 0 ? () => false : picomatch(included, { ignore: excluded });
}
