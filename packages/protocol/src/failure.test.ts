import { Conflict } from '@jitar/errors';
import { describe, expect, it } from 'vitest';

import { RemoteFailure, describeFailure, isRemoteFailure } from './index.js';

describe('describeFailure', () =>
{
    it('gives the status and code of an error that extends one of Jitar\'s', () =>
    {
        class OutOfStock extends Conflict { }

        expect(describeFailure(new OutOfStock('No chai left')))
            .toEqual({ name: 'OutOfStock', message: 'No chai left', code: 'CONFLICT', status: 409, retryable: false, unstarted: false });
    });

    it('gives no status to any other error, and takes any thrown value', () =>
    {
        expect(describeFailure(new TypeError('x'))).toEqual({ name: 'TypeError', message: 'x', retryable: false, unstarted: false });
        expect(describeFailure('x')).toEqual({ name: 'Error', message: 'x', retryable: false, unstarted: false });
    });

    it.each([
        ['a message that is no text', Object.assign(new Error('x'), { message: 42 }), { name: 'Error', message: '42' }],
        ['a message that JSON cannot write', Object.assign(new Error('x'), { message: 1n }), { name: 'Error', message: '1' }],
        ['a name that is no text', Object.assign(new TypeError('x'), { name: {} }), { name: 'Error', message: 'x' }],
        ['a code that is no text', Object.assign(new Conflict('x'), { code: 42 }), { name: 'Conflict', message: 'x', status: 409 }],
        ['a status that is none of an error', Object.assign(new Conflict('x'), { status: 200 }), { name: 'Conflict', message: 'x', code: 'CONFLICT' }],
        ['a status that is no number', Object.assign(new Conflict('x'), { status: '409' }), { name: 'Conflict', message: 'x', code: 'CONFLICT' }],
        ['something that is not exactly true for retryable', Object.assign(new Conflict('x'), { retryable: 'yes' }), { name: 'Conflict', message: 'x', code: 'CONFLICT', status: 409 }]
    ])('leaves out %s, or makes text of it', (_, error, expected) =>
    {
        expect(describeFailure(error)).toEqual({ ...expected, retryable: false, unstarted: false });
    });

    it.each([
        ['has no prototype', Object.create(null) as unknown, '[object Object]'],
        ['has a message that throws when it is read', Object.defineProperty(new Error('x'), 'message', { get: () => { throw new Error('y'); } }), 'An error that cannot be read'],
        ['cannot be turned into text', { toString: () => { throw new Error('y'); } }, 'An error that cannot be read'],
        ['is a proxy that refuses everything', new Proxy({}, { getPrototypeOf: () => { throw new Error('y'); } }), 'An error that cannot be read']
    ])('describes what %s', (_, thrown, message) =>
    {
        expect(describeFailure(thrown)).toEqual({ name: 'Error', message, retryable: false, unstarted: false });
    });

    it('passes on a failure of another process as it came', () =>
    {
        const failure = new RemoteFailure({ name: 'OutOfStock', message: 'x', status: 409, retryable: false, unstarted: true });

        expect(isRemoteFailure(failure)).toBe(true);
        expect(describeFailure(failure)).toBe(failure.envelope);
    });
});
