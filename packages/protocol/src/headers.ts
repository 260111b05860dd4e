/** The request headers of the RPC API that a caller may send. */
export const requestHeaders = {
    version: 'x-jitar-procedure-version',
    trustKey: 'x-jitar-trust-key',
    timeout: 'x-jitar-timeout',
    encoding: 'x-jitar-data-encoding',
    /** The signature of a member that passes a call on, whose middleware may have set `*name` arguments. */
    member: 'x-jitar-member'
} as const;

/** The headers of an answer. */
export const answerHeaders = {
    contentType: 'x-jitar-content-type',
    encoding: 'x-jitar-data-encoding',
    /** The permanent code of an error. */
    errorCode: 'x-jitar-error-code',
    /** `true`: the call surely did not start, and nobody has tried it again, so that it may be tried elsewhere. */
    unstarted: 'x-jitar-unstarted',
    /** Where the log tells more of an `Internal error`. */
    correlation: 'x-jitar-correlation-id',
    /** In a tagged answer: the status that middleware set, which a redirect would otherwise take from the caller. */
    status: 'x-jitar-status'
} as const;

/** What `X-Jitar-Content-Type` may say. */
export type JitarContentType = 'application/json' | 'application/null' | 'application/undefined' | 'application/boolean' | 'application/number' | 'text/plain';

/** The prefix that belongs to Jitar: nothing else with it gets in or out. */
export const reservedHeaderPrefix = 'x-jitar-';

/**
 * The headers of a request that concern one connection or one body, and so do not follow a call.
 *
 * Source: RFC 9110, 7.6.1, and the representation headers of section 8.
 */
export const connectionHeaders: ReadonlySet<string> = new Set([
    'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade',
    'host', 'content-length', 'content-type', 'content-encoding', 'accept', 'accept-encoding', 'expect', 'origin', 'referer'
]);
