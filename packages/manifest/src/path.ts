/** The generated module that finds the host runtime; at the root of the built application, as the others here. */
export const runModulePath = 'jitar.run.js';

/** The class table of the outer view. */
export const classTablePath = 'jitar.classes.js';

/** The client that a repository serves beside the application. */
export const clientModulePath = 'jitar.client.js';

/** What was built, by which a node knows what it needs. */
export const manifestPath = 'jitar.manifest.json';

const moduleExtension = /\.(?:[cm]?[jt]s|[jt]sx)$/;

function withoutExtension(source: string): string
{
    return source.replace(moduleExtension, '');
}

/** Where a module goes under its own name: `utils/createPDF.ts` becomes `utils/createPDF.js`. */
export function modulePath(source: string): string
{
    return `${withoutExtension(source)}.js`;
}

/** Where a module goes as a segment runs it: `reporting/getMonthReport.reporting.js`. */
export function segmentModulePath(source: string, segment: string): string
{
    return `${withoutExtension(source)}.${segment}.js`;
}

/** Where the stubs of a module's procedures go: `sales/getMonthData.remote.js`. */
export function remoteModulePath(source: string): string
{
    return `${withoutExtension(source)}.remote.js`;
}

/** Where the bundle of a segment goes: `reporting.segment.js`. */
export function segmentBundlePath(segment: string): string
{
    return `${segment}.segment.js`;
}

/**
 * Tells whether a path stays below the folder that it is relative to, on every operating system: it has no `..`,
 * no empty part, no backslash, no colon and no control character, and is not absolute.
 */
export function isSafePath(path: string): boolean
{
    // eslint-disable-next-line no-control-regex -- control characters are what it looks for
    if (path.length === 0 || /[\u0000-\u001f\u007f\\:]/.test(path))
    {
        return false;
    }

    return path.split('/').every(part => part !== '' && part !== '.' && part !== '..');
}
