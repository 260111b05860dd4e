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
    /** Whether text is coloured; default whether the standard output is a terminal that shows colours. */
    readonly colors?: boolean;
}

const names: Readonly<Record<number, 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'>> = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };
const warning = 40;

/**
 * Creates a structured logger whose lines read `[INFO] Server started at http://127.0.0.1:3000`.
 *
 * Errors are logged under `err`. Of errors that Jitar knows the text form shows message and hint; of any other the stack.
 */
export function createLogger(options: LoggerOptions = {}): Logger
{
    const { level = 'info', format = 'text', output = process.stdout, errors = process.stderr } = options;
    const colors = createColors(options.colors ?? (process.stdout.isTTY && process.env['NO_COLOR'] === undefined));

    const destination = {
        write: (line: string): void =>
        {
            const record = JSON.parse(line) as LogRecord;
            const target = record.level >= warning ? errors : output;

            target.write(format === 'json' ? line : formatRecord(record, colors));
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
    const causeRecord = cause === undefined ? {} : { cause: describeError(cause) };

    if (isJitarError(error))
    {
        return { name, message, code: error.code, ...(error.hint === undefined ? {} : { hint: error.hint }), ...causeRecord };
    }

    return { name, message, ...(stack === undefined ? {} : { stack }), ...causeRecord };
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
    const text = error.code === undefined ? error.stack ?? `${error.name}: ${error.message}` : error.message;
    const lines = text === message ? '' : `\n${indent(text)}`;
    const hint = error.hint === undefined ? '' : `\n${indent(colors.dim(error.hint))}`;
    const cause = error.cause === undefined ? '' : `\n${indent(`caused by ${error.cause.name}: ${error.cause.message}`)}`;

    return `${lines}${hint}${cause}`;
}

function indent(text: string): string
{
    return text.split('\n').map(line => `  ${line}`).join('\n');
}
