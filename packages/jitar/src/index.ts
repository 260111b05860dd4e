export { BadRequest, Conflict, Forbidden, GatewayTimeout, JitarError, NotFound, NotImplemented, PaymentRequired, ServerError, Teapot, TooManyRequests, Unauthorized, Unavailable, isJitarError } from '@jitar/errors';
export { Request, Response, context } from '@jitar/runtime';
export type { Context, HealthCheck, Middleware, MiddlewareFunction, NextHandler } from '@jitar/runtime';
