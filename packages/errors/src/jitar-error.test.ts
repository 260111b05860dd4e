import { describe, expect, it } from 'vitest';

import { Conflict, JitarError, applicationErrors, createError, errorRegistry, hasCode, isJitarError, statusOf } from './index.js';

describe('createError', () =>
{
    it('fills the message of the code and keeps the cause', () =>
    {
        const cause = new Error('socket hang up');
        const error = createError('NO_NODE_FOR_PROCEDURE', { fqn: 'sales/getMonthData' }, { cause });

        expect(error.message).toBe('No node serves "sales/getMonthData".');
        expect(error.code).toBe('NO_NODE_FOR_PROCEDURE');
        expect(error.status).toBe(503);
        expect(error.retryable).toBe(true);
        expect(error.cause).toBe(cause);
    });

    it('has no cause where none was given', () =>
    {
        expect('cause' in createError('WRONG_TRUST_KEY', {})).toBe(false);
    });
});

describe('isJitarError', () =>
{
    it('recognises an error of another copy of the package', async () =>
    {
        // The query makes Vite load a second instance of the module.
        const specifier = './jitar-error.js?copy';
        const copy = await import(specifier) as { createError: typeof createError };
        const foreign = copy.createError('WRONG_TRUST_KEY', {});

        expect(foreign).not.toBeInstanceOf(JitarError);
        expect(isJitarError(foreign)).toBe(true);
        expect(hasCode(foreign, 'WRONG_TRUST_KEY')).toBe(true);
    });

    it('refuses what only looks like one', () =>
    {
        expect(isJitarError({ code: 'NOT_FOUND', status: 404, message: 'x' })).toBe(false);
        expect(isJitarError(new Error('x'))).toBe(false);
        expect(isJitarError(undefined)).toBe(false);
    });
});

describe('application errors', () =>
{
    it('give their status to subclasses, which keep their own name', () =>
    {
        class OutOfStock extends Conflict { }
        const error = new OutOfStock('No chai left');

        expect(statusOf(error)).toBe(409);
        expect(error.name).toBe('OutOfStock');
        expect(Object.keys(error)).not.toContain('name');
    });

    it('have a status and a code each', () =>
    {
        const statuses = Object.values(applicationErrors).map(Type => new Type().status);

        expect(statuses).toEqual([400, 401, 402, 403, 404, 409, 418, 429, 500, 501, 503, 504]);
    });

    it('leave anything else a 500', () =>
    {
        expect(statusOf(new TypeError('x'))).toBe(500);
        expect(statusOf('x')).toBe(500);
    });
});

describe('errorRegistry', () =>
{
    it.each(Object.entries(errorRegistry))('%s says what to do', (_, definition) =>
    {
        expect(definition.hint).toMatch(/\.$/);
        expect(definition.status).toBeGreaterThanOrEqual(400);
    });
});
