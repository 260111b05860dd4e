import { createError } from '@jitar/errors';

/** A version as three whole numbers: major, minor, patch. */
export type VersionNumber = readonly [major: number, minor: number, patch: number];

const pattern = /^(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?(?:\.(0|[1-9]\d{0,8}))?$/;

/** The version of a procedure that declares none. */
export const defaultVersion = '0.0.0';

/**
 * Reads a version; missing parts are 0.
 *
 * @throws `INVALID_VERSION` for anything but one to three whole numbers.
 */
export function parseVersion(text: string): VersionNumber
{
    const match = pattern.exec(text);

    if (match === null)
    {
        throw createError('INVALID_VERSION', { version: text });
    }

    return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

/** Writes a version in full: `2` becomes `2.0.0`. */
export function normalizeVersion(text: string): string
{
    return parseVersion(text).join('.');
}

/** Negative when `left` is the lower one, 0 when they are equal. */
export function compareVersions(left: VersionNumber, right: VersionNumber): number
{
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** What a caller asks for. */
export interface VersionRequest
{
    readonly fqn: string;
    readonly version?: string;
    readonly match: 'exact' | 'compatible';
}

/**
 * Chooses the version that a call runs, among those that the caller may access: the exact one for stubs; for
 * others the highest not above the requested one. None requested means `0.0.0`, or the only one there is.
 *
 * @returns The version as it stands in `versions`; `undefined` where none fits.
 * @throws `VERSION_REQUIRED` when none is requested and several could be meant; `INVALID_VERSION`.
 */
export function selectVersion(request: VersionRequest, versions: readonly string[]): string | undefined
{
    const unique = [...new Set(versions)];

    if (request.match === 'exact')
    {
        const wanted = normalizeVersion(request.version ?? defaultVersion);

        return unique.find(version => version === wanted);
    }

    if (request.version === undefined)
    {
        if (unique.includes(defaultVersion) || unique.length <= 1)
        {
            return unique.includes(defaultVersion) ? defaultVersion : unique[0];
        }

        throw createError('VERSION_REQUIRED', { fqn: request.fqn, versions: unique.sort((left, right) => compareVersions(parseVersion(left), parseVersion(right))) });
    }

    const limit = parseVersion(request.version);
    let best: string | undefined;

    for (const version of unique)
    {
        const number = parseVersion(version);

        if (compareVersions(number, limit) <= 0 && (best === undefined || compareVersions(number, parseVersion(best)) > 0))
        {
            best = version;
        }
    }

    return best;
}
