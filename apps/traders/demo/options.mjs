import { parseArgs } from 'node:util';

const usage = `Usage: npm run demo [-- <options>]

Splits the application over six processes, makes calls, and shows who called whom; runs until Ctrl-C.

  --standalone  everything in one process
  --once        end after the calls: 0 when all answers were right, else 1
  --help        show this`;

/**
 * Reads the options of the demonstration. What is asked for, or not understood, ends the process here,
 * before anything is set up.
 */
export function readOptions(args)
{
    try
    {
        const { values } = parseArgs({
            args,
            options: {
                once: { type: 'boolean', default: false },
                standalone: { type: 'boolean', default: false },
                help: { type: 'boolean', short: 'h', default: false }
            }
        });

        if (values.help)
        {
            console.log(usage);
            process.exit(0);
        }

        return values;
    }
    catch (error)
    {
        console.error(`${error.message}\n\n${usage}`);
        process.exit(2);
    }
}
