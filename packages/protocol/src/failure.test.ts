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

    it('passes on a failure of another process as it came', () =>
    {
        const failure = new RemoteFailure({ name: 'OutOfStock', message: 'x', status: 409, retryable: false, unstarted: true });

        expect(isRemoteFailure(failure)).toBe(true);
        expect(describeFailure(failure)).toBe(failure.envelope);
    });
});
