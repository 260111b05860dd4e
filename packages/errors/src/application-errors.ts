import { JitarError } from './jitar-error.js';

/** What an application may add to one of its errors. */
export interface ApplicationErrorOptions
{
    readonly cause?: unknown;
    readonly hint?: string;
}

/**
 * The error classes that an application may throw, or extend, to choose the status that outside callers get.
 * Their use is optional: any other error works too, and is a 500 outside.
 *
 * @example
 * ```ts
 * class OutOfStock extends Conflict { }
 * ```
 */
export class BadRequest extends JitarError
{
    constructor(message = 'Bad request', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'BAD_REQUEST', status: 400, audience: 'caller', ...options });
    }
}

export class Unauthorized extends JitarError
{
    constructor(message = 'Unauthorized', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'UNAUTHORIZED', status: 401, audience: 'caller', ...options });
    }
}

export class PaymentRequired extends JitarError
{
    constructor(message = 'Payment required', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'PAYMENT_REQUIRED', status: 402, audience: 'caller', ...options });
    }
}

export class Forbidden extends JitarError
{
    constructor(message = 'Forbidden', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'FORBIDDEN', status: 403, audience: 'caller', ...options });
    }
}

export class NotFound extends JitarError
{
    constructor(message = 'Not found', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'NOT_FOUND', status: 404, audience: 'caller', ...options });
    }
}

export class Conflict extends JitarError
{
    constructor(message = 'Conflict', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'CONFLICT', status: 409, audience: 'caller', ...options });
    }
}

export class Teapot extends JitarError
{
    constructor(message = 'I\'m a teapot', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'TEAPOT', status: 418, audience: 'caller', ...options });
    }
}

export class TooManyRequests extends JitarError
{
    constructor(message = 'Too many requests', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'TOO_MANY_REQUESTS', status: 429, audience: 'caller', ...options });
    }
}

export class ServerError extends JitarError
{
    constructor(message = 'Server error', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'SERVER_ERROR', status: 500, audience: 'operator', ...options });
    }
}

export class NotImplemented extends JitarError
{
    constructor(message = 'Not implemented', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'NOT_IMPLEMENTED', status: 501, audience: 'developer', ...options });
    }
}

export class Unavailable extends JitarError
{
    constructor(message = 'Unavailable', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'UNAVAILABLE', status: 503, audience: 'operator', ...options });
    }
}

export class GatewayTimeout extends JitarError
{
    constructor(message = 'Gateway timeout', options: ApplicationErrorOptions = {})
    {
        super(message, { code: 'GATEWAY_TIMEOUT', status: 504, audience: 'operator', ...options });
    }
}

/** The names of the application error classes. */
export type ApplicationErrorName =
    | 'BadRequest' | 'Unauthorized' | 'PaymentRequired' | 'Forbidden' | 'NotFound' | 'Conflict' | 'Teapot'
    | 'TooManyRequests' | 'ServerError' | 'NotImplemented' | 'Unavailable' | 'GatewayTimeout';

/** A class of application errors. */
export type ApplicationErrorClass = new (message?: string, options?: ApplicationErrorOptions) => JitarError;

/** The application error classes by name: what a codec rebuilds them from. */
export const applicationErrors: Readonly<Record<ApplicationErrorName, ApplicationErrorClass>> = {
    BadRequest, Unauthorized, PaymentRequired, Forbidden, NotFound, Conflict, Teapot,
    TooManyRequests, ServerError, NotImplemented, Unavailable, GatewayTimeout
};
