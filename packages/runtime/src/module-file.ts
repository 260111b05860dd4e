import { createError } from '@jitar/errors';

/** The extensions of sources; what the build makes of them always ends in `.js`. */
const extension = /\.(?:[cm]?[jt]s|[jt]sx)$/;

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

    return `${path.replace(extension, '')}.js`;
}
