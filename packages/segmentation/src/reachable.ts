/**
 * Lists what a file reaches, statically or dynamically, itself included, in the order of discovery. Imports that
 * lead to no known file (assets) are in the answer as well.
 *
 * @param importsOf - The paths that a file imports; none where the file is not known.
 */
export function collectReachable(entry: string, importsOf: (path: string) => readonly string[]): readonly string[]
{
    const reached = new Set([entry]);

    // A set that grows while it is walked is walked to its new end.
    for (const path of reached)
    {
        for (const target of importsOf(path))
        {
            reached.add(target);
        }
    }

    return [...reached];
}
