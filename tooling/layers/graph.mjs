import { posix } from 'node:path';

/**
 * Follows the modules of a workspace from one to the next, through its packages: what a set of modules loads,
 * with the way to it.
 */
export function createGraph(workspace)
{
    const packages = new Map(workspace.packages.map(item => [item.name, item]));
    const modules = new Map(workspace.packages.flatMap(item => item.modules).map(module => [module.file, module]));

    return { walk };

    /**
     * Every import of the modules that can be reached from some files, these included: `{ module, import, chain }`,
     * where the chain is the files from the first one to the module. Imports for types alone load nothing: they are
     * reported, and followed on request only, within their package, whose declarations they are part of.
     */
    function walk(files, { types })
    {
        const chains = new Map(files.map(file => [file, [file]]));
        const found = [];

        // A Map visits what is added to it on the way.
        for (const [file, chain] of chains)
        {
            const module = modules.get(file);

            for (const item of module?.imports ?? [])
            {
                found.push({ module, import: item, chain });

                const next = !item.typeOnly || (types && item.specifier.startsWith('.')) ? resolve(file, item.specifier) : undefined;

                if (next !== undefined && !chains.has(next))
                {
                    chains.set(next, [...chain, next]);
                }
            }
        }

        return found;
    }

    function resolve(file, specifier)
    {
        if (specifier.startsWith('.'))
        {
            const path = posix.join(posix.dirname(file), specifier);

            return [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')].find(candidate => modules.has(candidate));
        }

        const { name, subpath } = splitSpecifier(specifier);

        return packages.get(name)?.entries.get(subpath);
    }
}

/** `@jitar/http/node` is the entry `./node` of the package `@jitar/http`. */
export function splitSpecifier(specifier)
{
    const parts = specifier.split('/');
    const name = parts.splice(0, specifier.startsWith('@') ? 2 : 1).join('/');

    return { name, subpath: parts.length === 0 ? '.' : `./${parts.join('/')}` };
}
