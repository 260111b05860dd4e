import { createError } from '@jitar/errors';
import { describe, expect, it, vi } from 'vitest';

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
        const err = createError('SERVICE_UNREACHABLE', { url: 'http://127.0.0.1:3000' }, { cause: new Error('connect ETIMEDOUT') });

        logger.error({ err }, err.message);

        expect(errors.join('')).toBe('[ERROR] http://127.0.0.1:3000 cannot be reached.\n  Check that the service runs, and the URL in the service file.\n  caused by Error: connect ETIMEDOUT\n');
    });

    it('shows where the application threw what stopped a service', () =>
    {
        const { logger, errors } = createCapture();
        const err = createError('START_FAILED', { reason: 'no database' }, { cause: new TypeError('no database') });

        logger.error({ err }, err.message);

        expect(errors.join('')).toMatch(/^\[ERROR\] The service cannot start, because its application failed: no database\n {2}Mend .*\n {2}caused by TypeError: no database\n {6}at /);
    });

    it('says nothing twice', () =>
    {
        const { logger, errors } = createCapture();
        const used = createError('PORT_IN_USE', { url: 'http://127.0.0.1:3000' }, { cause: Object.assign(new Error('listen EADDRINUSE: address already in use'), { code: 'EADDRINUSE' }) });
        const unreachable = createError('SERVICE_UNREACHABLE', { url: 'http://127.0.0.1:3000' });

        logger.error({ err: used }, used.message);
        logger.warn({ err: unreachable }, `No link to the gateway: ${unreachable.message} Trying again`);

        expect(errors).toEqual([
            '[ERROR] The port of http://127.0.0.1:3000 is in use.\n  Stop the other process, or change the url in the service file.\n',
            '[WARN] No link to the gateway: http://127.0.0.1:3000 cannot be reached. Trying again\n  Check that the service runs, and the URL in the service file.\n'
        ]);
    });

    it('colours only what goes to a terminal', () =>
    {
        vi.stubEnv('NO_COLOR', '');
        vi.stubEnv('TERM', 'xterm');

        const output: string[] = [];
        const errors: string[] = [];
        const logger = createLogger({ output: { isTTY: true, write: text => output.push(text) }, errors: { write: text => errors.push(text) } });

        logger.info('Stopped');
        logger.warn('Careful');
        vi.stubEnv('NO_COLOR', '1');
        createLogger({ output: { isTTY: true, write: text => output.push(text) } }).info('Stopped');
        vi.unstubAllEnvs();

        expect(output).toEqual(['\u001b[32m[INFO]\u001b[39m Stopped\n', '[INFO] Stopped\n']);
        expect(errors).toEqual(['[WARN] Careful\n']);
    });

    it('shows the stack of any other error', () =>
    {
        const { logger, errors } = createCapture();

        logger.error({ err: Object.assign(new TypeError('x is not a function'), { code: 'ERR_SOMETHING' }) }, 'Call failed');

        expect(errors.join('')).toMatch(/^\[ERROR\] Call failed\n {2}TypeError: x is not a function\n {6}at /);
    });

    it('writes an object a line for collectors', () =>
    {
        const { logger, output } = createCapture({ format: 'json', level: 'debug' });

        logger.debug({ fqn: 'sales/listMonths' }, 'call');

        expect(JSON.parse(output[0] ?? '')).toMatchObject({ level: 20, msg: 'call', fqn: 'sales/listMonths' });
    });
});
