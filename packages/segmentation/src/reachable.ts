/** A file with what it imports. */
export interface ReachableModule
{
    readonly path: string;
    readonly imports: readonly string[];
}

/**
 * Lists what a file reaches, statically or dynamically, itself included, in the order of discovery. Imports that
 * lead to no listed file (assets) are in the answer as well.
 */
export function collectReachable(entry: string, modules: Iterable<ReachableModule>): readonly string[]
{
    const importsByPath = new Map<string, readonly string[]>();

    for (const module of modules)
    {
        importsByPath.set(module.path, module.imports);
    }

    const reached = new Set([entry]);

    // A set that grows while it is walked is walked to its new end.
    for (const path of reached)
    {
        for (const target of importsByPath.get(path) ?? [])
        {
            reached.add(target);
        }
    }

    return [...reached];
}
