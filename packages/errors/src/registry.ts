/** Who can act on an error: the one who calls, the one who writes the application, the one who runs it. */
export type Audience = 'caller' | 'developer' | 'operator';

/** What the registry holds of one code. */
export interface ErrorDefinition<Details>
{
    /** One sentence that says what happened, with the place in it. */
    readonly message: (details: Details) => string;
    /** One sentence that says what to do. */
    readonly hint: string;
    /** The HTTP status that an outside caller gets. */
    readonly status: number;
    readonly audience: Audience;
    /** Whether the same call may succeed a moment later, without any change. */
    readonly retryable: boolean;
}

/** What the message of each code needs to know. Codes are permanent: they may be added, never renamed or reused. */
export interface ErrorDetailsByCode
{
    PROCEDURE_NOT_FOUND: { readonly fqn: string; readonly version?: string | undefined };
    VERSION_REQUIRED: { readonly fqn: string; readonly versions: readonly string[] };
    INVALID_VERSION: { readonly version: string };
    TRUST_REQUIRED: { readonly fqn: string };
    WRONG_TRUST_KEY: Readonly<Record<string, never>>;
    MISSING_ARGUMENT: { readonly fqn: string; readonly name: string };
    UNKNOWN_ARGUMENT: { readonly fqn: string; readonly name: string };
    INVALID_ARGUMENT: { readonly fqn: string; readonly name: string; readonly reason: string };
    NO_NODE_FOR_PROCEDURE: { readonly fqn: string; readonly version?: string | undefined };
    SERVICE_STARTING: Readonly<Record<string, never>>;
    SERVICE_STOPPING: Readonly<Record<string, never>>;
    DEADLINE_EXCEEDED: { readonly fqn: string };
    CALL_CANCELLED: { readonly fqn: string };
    NO_RESPONSE: { readonly middleware: string };
    INVALID_HEADER: { readonly name: string };
    UNSUPPORTED_RESULT: { readonly fqn: string; readonly kind: string };
    STREAM_NOT_CARRIED: { readonly fqn: string; readonly kind: string };
    NO_HOST_RUNTIME: { readonly fqn: string };
    INVALID_REQUEST: { readonly reason: string };
    UNSUPPORTED_CONTENT_TYPE: { readonly contentType: string };
    BODY_TOO_LARGE: { readonly limit: number };
    METHOD_NOT_ALLOWED: { readonly method: string };
    PATH_NOT_FOUND: { readonly path: string };
    INTERNAL_ERROR: Readonly<Record<string, never>>;
    VALUE_NOT_SERIALIZABLE: { readonly path: string; readonly reason: string };
    VALUE_NOT_READABLE: { readonly path: string; readonly reason: string };
    LINK_LOST: { readonly peer: string };
    OUTCOME_UNKNOWN: { readonly peer: string };
    LINK_REFUSED: { readonly peer: string; readonly reason: string };
    PROTOCOL_VIOLATION: { readonly reason: string };
    OVERLOADED: { readonly limit: number };
    MESSAGE_TOO_LARGE: { readonly limit: number };
    SERVICE_UNREACHABLE: { readonly url: string };
    REPOSITORY_REFUSED: { readonly url: string };
    REQUEST_NOT_SIGNED: Readonly<Record<string, never>>;
    INVALID_ANSWER: { readonly url: string; readonly reason: string };
    INVALID_CONFIGURATION: { readonly problems: readonly string[] };
    FILE_NOT_FOUND: { readonly file: string };
    FILE_NOT_USABLE: { readonly file: string; readonly reason: string };
    SEGMENT_NOT_FOUND: { readonly name: string; readonly known: readonly string[] };
    BUILD_NOT_FOUND: { readonly folder: string };
    START_FAILED: { readonly reason: string };
    BUILD_FAILED: { readonly errors: number };
    INVALID_MANIFEST: { readonly place: string; readonly reason: string };
    FILE_CORRUPT: { readonly file: string };
    INVALID_MODULE: { readonly file: string; readonly reason: string };
    MISSING_PACKAGE: { readonly problems: readonly string[] };
    PORT_IN_USE: { readonly url: string };
    CANNOT_LISTEN: { readonly url: string; readonly reason: string };
}

/** A permanent code of the registry. */
export type ErrorCode = keyof ErrorDetailsByCode;

/** What the message of a code needs to know. */
export type ErrorDetails<Code extends ErrorCode> = ErrorDetailsByCode[Code];

/** Stands alone, so that a codec in a browser brings no more of the registry along than it needs. */
export const valueNotSerializable: ErrorDefinition<ErrorDetails<'VALUE_NOT_SERIALIZABLE'>> = {
    message: ({ path, reason }) => `The value at "${path}" cannot be sent: ${reason}.`,
    hint: 'Send plain values, the types that the documentation lists, or instances of exported classes.',
    status: 500, audience: 'developer', retryable: false
};

/** Stands alone, as {@link valueNotSerializable}. */
export const valueNotReadable: ErrorDefinition<ErrorDetails<'VALUE_NOT_READABLE'>> = {
    message: ({ path, reason }) => `The value at "${path}" cannot be read: ${reason}.`,
    hint: 'Check that both sides run the same build, and that a module of the called segment imports the class; importing its type is enough.',
    status: 400, audience: 'caller', retryable: false
};

/** Every error that Jitar itself raises. */
export const errorRegistry: { readonly [Code in ErrorCode]: ErrorDefinition<ErrorDetails<Code>> } = {
    // Calls
    PROCEDURE_NOT_FOUND: {
        message: ({ fqn, version }) => version === undefined ? `Procedure "${fqn}" not found.` : `Procedure "${fqn}" has no version ${version}.`,
        hint: 'Check the fully qualified name and the version, and that the procedure is public.',
        status: 404, audience: 'caller', retryable: false
    },
    VERSION_REQUIRED: {
        message: ({ fqn, versions }) => `Procedure "${fqn}" has several versions (${versions.join(', ')}) and none was requested.`,
        hint: 'Request a version with the X-Jitar-Procedure-Version header.',
        status: 404, audience: 'caller', retryable: false
    },
    INVALID_VERSION: {
        message: ({ version }) => `Invalid version number "${version}".`,
        hint: 'Use one to three whole numbers, for example 2, 2.1 or 2.1.0.',
        status: 400, audience: 'caller', retryable: false
    },
    TRUST_REQUIRED: {
        message: ({ fqn }) => `Procedure "${fqn}" may only be called by trusted callers.`,
        hint: 'Send the trust key of the cluster, or make the procedure public.',
        status: 401, audience: 'caller', retryable: false
    },
    WRONG_TRUST_KEY: {
        message: () => 'The trust key is wrong.',
        hint: 'Send the trust key of the cluster, or leave the header out.',
        status: 401, audience: 'caller', retryable: false
    },
    MISSING_ARGUMENT: {
        message: ({ fqn, name }) => `Procedure "${fqn}" misses the argument "${name}".`,
        hint: 'Pass every parameter that has no default.',
        status: 400, audience: 'caller', retryable: false
    },
    UNKNOWN_ARGUMENT: {
        message: ({ fqn, name }) => `Procedure "${fqn}" has no parameter "${name}".`,
        hint: 'Check the spelling of the argument, and the version of the procedure.',
        status: 400, audience: 'caller', retryable: false
    },
    INVALID_ARGUMENT: {
        message: ({ fqn, name, reason }) => `The argument "${name}" of procedure "${fqn}" ${reason}.`,
        hint: 'Pass the argument in the form that the procedure declares.',
        status: 400, audience: 'caller', retryable: false
    },
    NO_NODE_FOR_PROCEDURE: {
        message: ({ fqn, version }) => `No node serves "${fqn}"${version === undefined ? '' : ` in version ${version}`}.`,
        hint: 'Start a node that has its segment, or check the gateway URL of the nodes.',
        status: 503, audience: 'operator', retryable: true
    },
    SERVICE_STARTING: {
        message: () => 'The service is starting and takes no calls yet.',
        hint: 'Call again a moment later.',
        status: 503, audience: 'operator', retryable: true
    },
    SERVICE_STOPPING: {
        message: () => 'The service is stopping and takes no new calls.',
        hint: 'Call again: another node takes over.',
        status: 503, audience: 'operator', retryable: true
    },
    DEADLINE_EXCEEDED: {
        message: ({ fqn }) => `The call of "${fqn}" did not end before its deadline.`,
        hint: 'Raise the timeout of the procedure, or find out what it waits for.',
        status: 504, audience: 'operator', retryable: false
    },
    CALL_CANCELLED: {
        message: ({ fqn }) => `The call of "${fqn}" was cancelled by its caller.`,
        hint: 'Nothing needs to be done: whoever called no longer waits for the answer.',
        status: 499, audience: 'caller', retryable: false
    },
    NO_RESPONSE: {
        message: ({ middleware }) => `The middleware "${middleware}" returned no Response.`,
        hint: 'Return what next() resolves to, or a Response of its own.',
        status: 500, audience: 'developer', retryable: false
    },
    INVALID_HEADER: {
        message: ({ name }) => `The header ${JSON.stringify(name)} has a name or a value that no header can have.`,
        hint: 'Give it a name of letters, digits and hyphens, and text without line breaks.',
        status: 500, audience: 'developer', retryable: false
    },
    UNSUPPORTED_RESULT: {
        message: ({ fqn, kind }) => `Procedure "${fqn}" returned ${kind}, which cannot be sent to its caller.`,
        hint: 'Return the items as an array, or as an async iterable.',
        status: 501, audience: 'developer', retryable: false
    },
    STREAM_NOT_CARRIED: {
        message: ({ fqn, kind }) => `The call of "${fqn}" passes ${kind}, which HTTP does not carry.`,
        hint: 'Pass plain values; streams travel to the caller only.',
        status: 501, audience: 'developer', retryable: false
    },
    NO_HOST_RUNTIME: {
        message: ({ fqn }) => `"${fqn}" was called where no Jitar runtime runs.`,
        hint: 'Start the application with `jitar start`, or create a runtime first.',
        status: 500, audience: 'developer', retryable: false
    },
    // HTTP
    INVALID_REQUEST: {
        message: ({ reason }) => `The request is not valid: ${reason}.`,
        hint: 'Compare the request with the description of the RPC API.',
        status: 400, audience: 'caller', retryable: false
    },
    UNSUPPORTED_CONTENT_TYPE: {
        message: ({ contentType }) => `The content type "${contentType}" is not supported.`,
        hint: 'Send the arguments as application/json.',
        status: 415, audience: 'caller', retryable: false
    },
    BODY_TOO_LARGE: {
        message: ({ limit }) => `The request body is larger than ${String(limit)} bytes.`,
        hint: 'Send less, or raise --http-body-limit.',
        status: 413, audience: 'caller', retryable: false
    },
    METHOD_NOT_ALLOWED: {
        message: ({ method }) => `The method ${method} is not allowed here.`,
        hint: 'Call procedures with GET or POST.',
        status: 405, audience: 'caller', retryable: false
    },
    PATH_NOT_FOUND: {
        message: ({ path }) => `There is nothing at "${path}".`,
        hint: 'Check the path; procedures are below /rpc, and files must be listed in the assets of the service file.',
        status: 404, audience: 'caller', retryable: false
    },
    INTERNAL_ERROR: {
        message: () => 'Internal error',
        hint: 'Look up the correlation id in the log of the service.',
        status: 500, audience: 'operator', retryable: false
    },
    // Values
    VALUE_NOT_SERIALIZABLE: valueNotSerializable,
    VALUE_NOT_READABLE: valueNotReadable,
    // Cluster
    LINK_LOST: {
        message: ({ peer }) => `The link to "${peer}" was lost before the call was sent.`,
        hint: 'Call again: nothing has run. Check the log of the peer when it lasts.',
        status: 503, audience: 'operator', retryable: true
    },
    OUTCOME_UNKNOWN: {
        message: ({ peer }) => `The connection to "${peer}" was lost before the answer came; whether the call ran is unknown.`,
        hint: 'Find out whether it ran before you call again, or declare the procedure idempotent, which lets it be tried elsewhere.',
        status: 503, audience: 'operator', retryable: false
    },
    LINK_REFUSED: {
        message: ({ peer, reason }) => `"${peer}" refused the link: ${reason}.`,
        hint: 'Give all members of the cluster the same trust key.',
        status: 503, audience: 'operator', retryable: false
    },
    PROTOCOL_VIOLATION: {
        message: ({ reason }) => `The peer broke the link protocol: ${reason}.`,
        hint: 'Run the same version of Jitar on all members of the cluster.',
        status: 502, audience: 'operator', retryable: false
    },
    OVERLOADED: {
        message: ({ limit }) => `There are ${String(limit)} calls in flight already.`,
        hint: 'Call again a moment later, or start another node.',
        status: 503, audience: 'operator', retryable: true
    },
    MESSAGE_TOO_LARGE: {
        message: ({ limit }) => `A message between members may have ${String(limit)} bytes, and this one has more.`,
        hint: 'Pass less in one call, for example page by page.',
        status: 500, audience: 'developer', retryable: false
    },
    SERVICE_UNREACHABLE: {
        message: ({ url }) => `${url} cannot be reached.`,
        hint: 'Check that the service runs, and the URL in the service file.',
        status: 503, audience: 'operator', retryable: true
    },
    INVALID_ANSWER: {
        message: ({ url, reason }) => `${url} gave an answer that is none of the RPC API: ${reason}.`,
        hint: 'Check that the URL is that of a Jitar service, and what lies between.',
        status: 502, audience: 'operator', retryable: false
    },
    REQUEST_NOT_SIGNED: {
        message: () => 'The request bears no valid signature of a member of the cluster.',
        hint: 'Give all members the same trust key and the right time; without a key, members must run on one machine.',
        status: 401, audience: 'caller', retryable: false
    },
    REPOSITORY_REFUSED: {
        message: ({ url }) => `The repository at ${url} does not hand out its files to this node.`,
        hint: 'Give node and repository the same trust key, or run both on one machine.',
        status: 503, audience: 'operator', retryable: false
    },
    // Start
    INVALID_CONFIGURATION: {
        message: ({ problems }) => `The configuration has ${problems.length === 1 ? 'a problem' : `${String(problems.length)} problems`}:\n${problems.map(problem => `  - ${problem}`).join('\n')}`,
        hint: 'Mend the listed places.',
        status: 500, audience: 'operator', retryable: false
    },
    FILE_NOT_FOUND: {
        message: ({ file }) => `The file "${file}" does not exist.`,
        hint: 'Check the path; it is relative to the working folder.',
        status: 500, audience: 'operator', retryable: false
    },
    FILE_NOT_USABLE: {
        message: ({ file, reason }) => `"${file}" cannot be read or written: ${reason}.`,
        hint: 'Check its permissions, and that nothing else stands in its place; then try again.',
        status: 500, audience: 'operator', retryable: false
    },
    SEGMENT_NOT_FOUND: {
        message: ({ name, known }) => `The build has no segment "${name}" (it has ${known.length === 0 ? 'none' : known.join(', ')}).`,
        hint: 'Check the name in the service file, and run `jitar build`.',
        status: 500, audience: 'operator', retryable: false
    },
    BUILD_NOT_FOUND: {
        message: ({ folder }) => `There is no built application in "${folder}".`,
        hint: 'Run `jitar build` first.',
        status: 500, audience: 'operator', retryable: false
    },
    START_FAILED: {
        message: ({ reason }) => `The service cannot start, because its application failed: ${reason}`,
        hint: 'Mend what a set-up module, or one that is loaded, threw.',
        status: 500, audience: 'developer', retryable: false
    },
    BUILD_FAILED: {
        message: ({ errors }) => `The build stopped at ${errors === 1 ? 'one error' : `${String(errors)} errors`}.`,
        hint: 'Mend the places that are listed above.',
        status: 500, audience: 'developer', retryable: false
    },
    INVALID_MANIFEST: {
        message: ({ place, reason }) => `The manifest ${place} is not valid: ${reason}.`,
        hint: 'Build the application anew with this version of Jitar.',
        status: 500, audience: 'operator', retryable: false
    },
    FILE_CORRUPT: {
        message: ({ file }) => `The content of "${file}" does not match the manifest.`,
        hint: 'Build the application anew, and restart the repository.',
        status: 500, audience: 'operator', retryable: true
    },
    INVALID_MODULE: {
        message: ({ file, reason }) => `The module "${file}" ${reason}.`,
        hint: 'Check its name where it is listed, mend what the message says of it, and run `jitar build` again.',
        status: 500, audience: 'developer', retryable: false
    },
    MISSING_PACKAGE: {
        message: ({ problems }) => `The application needs packages that are not installed:\n${problems.map(problem => `  - ${problem}`).join('\n')}`,
        hint: 'Install them in the working folder of the node.',
        status: 500, audience: 'operator', retryable: false
    },
    PORT_IN_USE: {
        message: ({ url }) => `The port of ${url} is in use.`,
        hint: 'Stop the other process, or change the url in the service file.',
        status: 500, audience: 'operator', retryable: false
    },
    CANNOT_LISTEN: {
        message: ({ url, reason }) => `Cannot listen at ${url}: ${reason}.`,
        hint: 'Check the host and the port of the url in the service file.',
        status: 500, audience: 'operator', retryable: false
    }
};
