export { BadRequest, Conflict, Forbidden, GatewayTimeout, NotFound, NotImplemented, PaymentRequired, ServerError, Teapot, TooManyRequests, Unauthorized, Unavailable, applicationErrors } from './application-errors.js';
export type { ApplicationErrorClass, ApplicationErrorName, ApplicationErrorOptions } from './application-errors.js';
export { JitarError, createDefinedError, createError, hasCode, isJitarError, statusOf } from './jitar-error.js';
export type { JitarErrorOptions, RegisteredError } from './jitar-error.js';
export { errorRegistry, valueNotReadable, valueNotSerializable } from './registry.js';
export type { Audience, ErrorCode, ErrorDefinition, ErrorDetails, ErrorDetailsByCode } from './registry.js';
