import type { Channel } from '@jitar/protocol';

import type { Rpc } from './rpc.js';

/** What a host knows of the connection on which a request came. */
export interface RequestEnvironment
{
    /** The address of the other end. */
    readonly address?: string;
    /** Whether both ends are on the loopback interface of one machine; absent: unknown, so not to be trusted. */
    readonly loopback?: boolean;
}

/** A service of a cluster, whatever host it runs on. */
export interface Service
{
    /** Answers a request; never rejects. */
    fetch(request: Request, environment?: RequestEnvironment): Response | Promise<Response>;
    /**
     * Answers what `fetch` would below `/rpc/`, without the objects of fetch. A host may take it where it is there: it is
     * absent where something else has a part in those answers.
     */
    readonly rpc?: Rpc | undefined;
    /** Takes a link that another member opened; absent: the service takes none. */
    accept?(channel: Channel): void;
    /**
     * Called once the host listens.
     *
     * @param info - `url`: where the service is reached, with the actual port.
     */
    start(info: { readonly url: string }): Promise<void>;
    /** Takes no new calls, finishes those that run, and tears down. */
    stop(): Promise<void>;
}
