/** The limits that hold where nothing else is configured. */
export const limits = {
    /** Bytes of an HTTP request body. */
    httpBody: 204_800,
    /** Bytes of all headers of an HTTP request. */
    httpHeaders: 16_384,
    /** Bytes of one message of a link. */
    linkMessage: 67_108_864,
    /** How many parts may travel beside one text. */
    parts: 65_536,
    /** Bytes of the smallest part. Fewer bytes stand in the text, so that nobody sends many parts at little cost. */
    smallestPart: 256,
    /** Levels of a JSON document from outside. */
    jsonDepth: 200,
    /** Calls that a node runs at a time. */
    inFlight: 1024,
    /** Calls that wait at a node until it runs fewer. */
    queue: 1024,
    /** Milliseconds until a call must have ended. */
    timeout: 15_000,
    /** Milliseconds that a stopping service waits for the calls it runs. */
    drain: 30_000
} as const;
