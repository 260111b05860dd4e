import { isJitarError } from '@jitar/errors';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { createColors } from 'picocolors';

export type { Logger } from 'pino';

/** How much is logged, from most to least. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** A level of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** `text`: a line for people; `json`: one object a line, for collectors. */
export type LogFormat = 'text' | 'json';

/** A place that takes lines. */
export interface LineWriter
{
    write(text: string): unknown;
    /** Whether it is a terminal; absent: no. */
    readonly isTTY?: boolean;
}

/** How a logger writes. */
export interface LoggerOptions
{
    /** Default `info`. */
    readonly level?: LogLevel;
    /** Default `text`. */
    readonly format?: LogFormat;
    /** Takes what informs; default the standard output of the process. */
    readonly output?: LineWriter;
    /** Takes warnings and errors; default the standard error of the process. */
    readonly errors?: LineWriter;
    /** Whether text is coloured; default {@link showsColors}, for each of the two. */
    readonly colors?: boolean;
}

const names: Readonly<Record<number, 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'>> = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };
const warning = 40;

/** What the error that it caused says in its own words. */
const spokenCodes: readonly string[] = ['ENOENT', 'EADDRINUSE'];

/** Whether colours are for a place: a terminal that shows them, unless `NO_COLOR` is set. */
export function showsColors(writer: LineWriter): boolean
{
    return writer.isTTY === true && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
}

/**
 * Creates a structured logger whose lines read `[INFO] Server started at http://127.0.0.1:3000`.
 *
 * Errors are logged under `err`. Of errors that Jitar knows the text form shows message and hint; of an application's
 * the stack.
 */
export function createLogger(options: LoggerOptions = {}): Logger
{
    const { level = 'info', format = 'text', output = process.stdout, errors = process.stderr } = options;
    const targets = {
        output: { writer: output, colors: createColors(options.colors ?? showsColors(output)) },
        errors: { writer: errors, colors: createColors(options.colors ?? showsColors(errors)) }
    };

    const destination = {
        write: (line: string): void =>
        {
            const record = JSON.parse(line) as LogRecord;
            const { writer, colors } = record.level >= warning ? targets.errors : targets.output;

            writer.write(format === 'json' ? line : formatRecord(record, colors));
        }
    };

    return pino({ level, base: null, serializers: { err: describeError } }, destination);
}

interface LogRecord
{
    readonly level: number;
    readonly time: number;
    readonly msg?: string;
    readonly err?: ErrorRecord;
    readonly [field: string]: unknown;
}

interface ErrorRecord
{
    readonly name: string;
    readonly message: string;
    readonly code?: string;
    /** Whether Jitar raised it on purpose: then where it did so tells nothing. */
    readonly known?: boolean;
    readonly hint?: string;
    readonly stack?: string;
    readonly cause?: ErrorRecord;
}

function describeError(error: unknown): ErrorRecord
{
    if (!(error instanceof Error))
    {
        return { name: 'Error', message: String(error) };
    }

    const { name, message, stack, cause } = error;
    const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
    const causeRecord = cause === undefined ? {} : { cause: describeError(cause) };

    if (isJitarError(error))
    {
        return { name, message, ...code, known: true, ...(error.hint === undefined ? {} : { hint: error.hint }), ...causeRecord };
    }

    return { name, message, ...code, ...(stack === undefined ? {} : { stack }), ...causeRecord };
}

function formatRecord(record: LogRecord, colors: ReturnType<typeof createColors>): string
{
    const { level, time: _time, msg, err, ...fields } = record;
    const name = names[level] ?? 'INFO';
    const paint = level >= 50 ? colors.red : level >= warning ? colors.yellow : level >= 30 ? colors.green : colors.gray;
    const details = Object.entries(fields).map(([key, value]) => ` ${colors.dim(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)}`).join('');
    const error = err === undefined ? '' : formatError(err, msg, colors);

    return `${paint(`[${name}]`)} ${msg ?? ''}${details}${error}\n`;
}

function formatError(error: ErrorRecord, message: string | undefined, colors: ReturnType<typeof createColors>): string
{
    const text = error.known === true ? error.message : error.stack ?? `${error.name}: ${error.message}`;
    const lines = message?.includes(text) === true ? '' : `\n${indent(text)}`;
    const hint = error.hint === undefined ? '' : `\n${indent(colors.dim(error.hint))}`;
    const cause = error.cause === undefined ? '' : formatCause(error.cause, error);

    return `${lines}${hint}${cause}`;
}

function formatCause(cause: ErrorRecord, { code, message }: ErrorRecord): string
{
    // What the application threw: where it did so is what its developer needs.
    if (code === 'START_FAILED' && cause.known !== true && cause.stack !== undefined)
    {
        return `\n${indent(`caused by ${cause.stack}`)}`;
    }

    const isSaid = message.includes(cause.message) || spokenCodes.includes(cause.code ?? '');

    return isSaid ? '' : `\n${indent(`caused by ${cause.name}: ${cause.message}`)}`;
}

function indent(text: string): string
{
    return text.split('\n').map(line => `  ${line}`).join('\n');
}
