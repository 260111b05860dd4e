import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { exitCodeMeanings, exitCodeOf, exitCodes } from './exit-codes.js';
import { createLogger, logLevels } from './logger.js';
import type { LineWriter, LogFormat, LogLevel, Logger } from './logger.js';
import { version } from './version.js';

/** Where the command line writes; a test hands in its own. */
export interface Terminal
{
    readonly output: LineWriter;
    readonly errors: LineWriter;
}

interface CommonOptions
{
    readonly config?: string;
    readonly envFile?: string;
    readonly logLevel: LogLevel;
    readonly logFormat: LogFormat;
}

interface StartOptions extends CommonOptions
{
    readonly service?: string;
    readonly httpBodyLimit?: number;
}

interface BuildOptions extends CommonOptions
{
    readonly json?: boolean;
    readonly watch?: boolean;
}

/**
 * Runs `jitar` with the given arguments, without the name of the program.
 *
 * @returns The exit code; see the README. A started service returns 0 at once, and ends the process by itself.
 */
export async function runCli(args: readonly string[], terminal: Terminal = { output: process.stdout, errors: process.stderr }): Promise<number>
{
    const program = createProgram(terminal);

    try
    {
        // Without any argument people want to know what there is; that is no mistake.
        await program.parseAsync(args.length === 0 ? ['help'] : [...args], { from: 'user' });

        return exitCodes.ok;
    }
    catch (error: unknown)
    {
        if (error instanceof CommanderError)
        {
            return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
        }

        // Logged even when the log is silent: a command never fails without a word.
        createLogger({ level: 'error', output: terminal.output, errors: terminal.errors }).error({ err: error }, error instanceof Error ? error.message : String(error));

        return exitCodeOf(error);
    }
}

function createProgram(terminal: Terminal): Command
{
    const program = new Command('jitar')
        .description('Write a monolith of ES modules; let configuration say which functions run where.')
        .version(version, '-v, --version', 'print the version')
        .helpCommand(false)
        .exitOverride()
        .configureOutput({ writeOut: text => terminal.output.write(text), writeErr: text => terminal.errors.write(text) })
        .showSuggestionAfterError()
        .addHelpText('after', describeExamples());

    addCommonOptions(program.command('build')
        .description('split the application into segments')
        .option('--json', 'print the result as one JSON object on stdout')
        .option('--watch', 'build again what a change touches, until SIGINT or SIGTERM'))
        .addHelpText('after', describeExitCodes(['configuration', 'build']))
        .action(async (options: BuildOptions) =>
        {
            // Each command loads what it needs, and nothing of the others.
            const { runBuild } = await import('./build-command.js');

            await runBuild({ ...options, logger: openLog(options, terminal, options.json === true), ...terminal });
        });

    addCommonOptions(program.command('start')
        .description('start a service, until SIGINT or SIGTERM')
        .option('--service <file>', 'the service file (required), for example services/standalone.json', readFileName)
        .option('--http-body-limit <bytes>', 'the largest request body (default: 204800)', readBytes))
        .allowExcessArguments()
        .addHelpText('after', describeExitCodes(['configuration', 'start']))
        .action(async (options: StartOptions, command: Command) =>
        {
            const service = requireService(options, command);
            const { runStart } = await import('./start-command.js');

            await runStart({ ...options, service, logger: openLog(options, terminal) });
        });

    program.command('version')
        .description('print the version')
        .action(() => { terminal.output.write(`${version}\n`); });

    program.command('help')
        .description('show the help of a command')
        .argument('[command]')
        .action((name: string | undefined) => { showHelp(program, name); });

    return program;
}

function addCommonOptions(command: Command): Command
{
    return command
        .option('--config <file>', 'the project file (default: jitar.json, if there is one)', readFileName)
        .option('--env-file <file>', 'the file with environment variables (default: .env, if there is one)', readFileName)
        .addOption(new Option('--log-level <level>', 'how much is logged').choices(logLevels).default('info'))
        .addOption(new Option('--log-format <format>', 'lines for people, or an object a line').choices(['text', 'json']).default('text'));
}

function showHelp(program: Command, name: string | undefined): void
{
    const command = name === undefined ? program : program.commands.find(candidate => candidate.name() === name);

    if (command === undefined)
    {
        program.error(`error: unknown command '${String(name)}'\n(There are ${program.commands.map(candidate => candidate.name()).join(', ')})`);
    }

    command.outputHelp();
}

function describeExamples(): string
{
    return `
Examples:
  jitar build
  jitar start --service=services/standalone.json
  jitar help start`;
}

function describeExitCodes(kinds: readonly (keyof typeof exitCodes)[]): string
{
    const lines = (['ok', ...kinds, 'usage', 'failure'] as const).map(kind => `  ${String(exitCodes[kind])}  ${exitCodeMeanings[kind]}`);

    return `\nExit codes:\n${lines.join('\n')}`;
}

// With --json the standard output belongs to the result.
function openLog(options: CommonOptions, terminal: Terminal, quiet = false): Logger
{
    return createLogger({ level: options.logLevel, format: options.logFormat, output: quiet ? terminal.errors : terminal.output, errors: terminal.errors });
}

// Not left to commander, which would miss the option before it sees a misspelt one.
function requireService({ service }: StartOptions, command: Command): string
{
    const [extra] = command.args;

    if (extra !== undefined)
    {
        const meant = service === undefined && extra.endsWith('.json') ? `\n(Did you mean --service=${extra}?)` : '';

        command.error(`error: unexpected argument '${extra}'${meant}`);
    }

    return service ?? command.error('error: --service must name the service file, for example --service=services/standalone.json');
}

function readFileName(text: string): string
{
    if (text === '')
    {
        throw new InvalidArgumentError('It must name a file.');
    }

    return text;
}

function readBytes(text: string): number
{
    const bytes = Number(text);

    if (!Number.isSafeInteger(bytes) || bytes <= 0)
    {
        throw new InvalidArgumentError('It must be a whole number of bytes above 0.');
    }

    return bytes;
}
