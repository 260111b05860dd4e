import { isJitarError } from '@jitar/errors';
import type { ErrorCode } from '@jitar/errors';

type ExitKind = 'ok' | 'failure' | 'usage' | 'configuration' | 'build' | 'start';

/** What the process says with its end; listed in the README. */
export const exitCodes: Readonly<Record<ExitKind, number>> = { ok: 0, failure: 1, usage: 2, configuration: 3, build: 4, start: 5 };

/** What each of {@link exitCodes} means. */
export const exitCodeMeanings: Readonly<Record<ExitKind, string>> = {
    ok: 'all went well; a service was stopped by SIGINT or SIGTERM',
    failure: 'an error that should not happen, or a second signal',
    usage: 'an unknown command or option, or one without its value',
    configuration: 'a configuration file is missing or has problems, or a file of the build cannot be read or written',
    build: 'the application has errors, which were listed',
    start: 'a service cannot start: its port is in use, a segment, module or package is missing, its set-up fails'
};

const byCode: Partial<Record<ErrorCode, number>> = {
    INVALID_CONFIGURATION: exitCodes.configuration,
    FILE_NOT_FOUND: exitCodes.configuration,
    FILE_NOT_USABLE: exitCodes.configuration,
    BUILD_FAILED: exitCodes.build
};

/** The exit code of an error that ended a command. */
export function exitCodeOf(error: unknown): number
{
    return isJitarError(error) ? byCode[error.code as ErrorCode] ?? exitCodes.start : exitCodes.failure;
}
