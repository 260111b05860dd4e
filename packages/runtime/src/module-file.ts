import { createError } from '@jitar/errors';

/** The extensions of sources, and of what the build makes of them. */
const extensions: readonly (readonly [source: RegExp, built: string])[] = [
    [/\.(?:ts|tsx|js|jsx)$/, '.js'],
    [/\.(?:mts|mjs)$/, '.mjs']
];

/**
 * The file of the built application that a module's name in a service file means: `./logCalls`, `logCalls.ts` and
 * `logCalls.js` all mean `logCalls.js`.
 *
 * @throws `INVALID_MODULE` for a name that leads out of the built application.
 */
export function moduleFile(name: string): string
{
    const path = name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');

    if (path === '' || path.split('/').includes('..') || /^[a-z][a-z\d+.-]*:/i.test(path))
    {
        throw createError('INVALID_MODULE', { file: name, reason: 'lies outside of the built application' });
    }

    const match = extensions.find(([source]) => source.test(path));

    return match === undefined ? `${path}.js` : path.replace(match[0], match[1]);
}
