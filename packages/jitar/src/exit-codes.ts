import { isJitarError } from '@jitar/errors';
import type { ErrorCode } from '@jitar/errors';

/** What the process says with its end; listed in the README. */
export const exitCodes: Readonly<Record<'ok' | 'failure' | 'usage' | 'configuration' | 'build' | 'start', number>> = {
    /** All went well; a service was stopped by SIGINT or SIGTERM. */
    ok: 0,
    /** An error that should not happen. */
    failure: 1,
    /** An unknown command or option, or one without its value. */
    usage: 2,
    /** A configuration file is missing or has problems. */
    configuration: 3,
    /** The application has errors. */
    build: 4,
    /** A service cannot start: its port is in use, its segment or a package is missing… */
    start: 5
};

const byCode: Partial<Record<ErrorCode, number>> = {
    INVALID_CONFIGURATION: exitCodes.configuration,
    FILE_NOT_FOUND: exitCodes.configuration,
    BUILD_FAILED: exitCodes.build
};

/** The exit code of an error that ended a command. */
export function exitCodeOf(error: unknown): number
{
    return isJitarError(error) ? byCode[error.code as ErrorCode] ?? exitCodes.start : exitCodes.failure;
}
