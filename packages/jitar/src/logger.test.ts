import { createError } from '@jitar/errors';
import { describe, expect, it } from 'vitest';

import { createLogger } from './logger.js';
import type { Logger, LoggerOptions } from './logger.js';

function createCapture(options: LoggerOptions = {}): { logger: Logger; output: string[]; errors: string[] }
{
    const output: string[] = [];
    const errors: string[] = [];
    const logger = createLogger({ colors: false, output: { write: text => output.push(text) }, errors: { write: text => errors.push(text) }, ...options });

    return { logger, output, errors };
}

describe('createLogger', () =>
{
    it('writes a line for people', () =>
    {
        const { logger, output } = createCapture();

        logger.info('Server started at http://127.0.0.1:3000');
        logger.info({ node: 'sales-1', attempt: 2 }, 'Registered');

        expect(output).toEqual(['[INFO] Server started at http://127.0.0.1:3000\n', '[INFO] Registered node=sales-1 attempt=2\n']);
    });

    it('keeps warnings and errors off the standard output', () =>
    {
        const { logger, output, errors } = createCapture();

        logger.warn('Careful');

        expect(output).toEqual([]);
        expect(errors).toEqual(['[WARN] Careful\n']);
    });

    it('shows message, hint and cause of an error that Jitar knows, and no stack', () =>
    {
        const { logger, errors } = createCapture();
        const err = createError('PORT_IN_USE', { url: 'http://127.0.0.1:3000' }, { cause: new Error('EADDRINUSE') });

        logger.error({ err }, err.message);

        expect(errors.join('')).toBe('[ERROR] The port of http://127.0.0.1:3000 is in use.\n  Stop the other process, or change the url in the service file.\n  caused by Error: EADDRINUSE\n');
    });

    it('shows the stack of any other error', () =>
    {
        const { logger, errors } = createCapture();

        logger.error({ err: new TypeError('x is not a function') }, 'Call failed');

        expect(errors.join('')).toMatch(/^\[ERROR\] Call failed\n {2}TypeError: x is not a function\n {6}at /);
    });

    it('writes an object a line for collectors', () =>
    {
        const { logger, output } = createCapture({ format: 'json', level: 'debug' });

        logger.debug({ fqn: 'sales/listMonths' }, 'call');

        expect(JSON.parse(output[0] ?? '')).toMatchObject({ level: 20, msg: 'call', fqn: 'sales/listMonths' });
    });
});
