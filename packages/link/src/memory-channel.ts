import type { Channel, ChannelClose, ChannelHandlers } from '@jitar/protocol';

/** What both ends of a pair of memory channels have in common. */
export interface MemoryChannelOptions
{
    /** Whether the channels claim to be on one machine; default `true`. */
    readonly loopback?: boolean;
}

/**
 * Creates two channels that are each other's other end, without leaving the process: for tests, and for members
 * of a cluster that share a process.
 *
 * @example
 * ```ts
 * const [here, there] = createMemoryChannels();
 * ```
 */
export function createMemoryChannels(options: MemoryChannelOptions = {}): [Channel, Channel]
{
    const loopback = options.loopback ?? true;
    const left = new MemoryChannel('memory:right', loopback);
    const right = new MemoryChannel('memory:left', loopback);

    left.connect(right);
    right.connect(left);

    return [left, right];
}

type Delivery = { readonly data: string | Uint8Array } | { readonly end: ChannelClose };

class MemoryChannel implements Channel
{
    readonly remote: string;
    readonly loopback: boolean;

    #other: MemoryChannel | undefined;
    #handlers: ChannelHandlers | undefined;
    #arrived: Delivery[] = [];
    #closed = false;
    #ended = false;

    constructor(remote: string, loopback: boolean)
    {
        this.remote = remote;
        this.loopback = loopback;
    }

    get buffered(): number
    {
        return 0;
    }

    connect(other: MemoryChannel): void
    {
        this.#other = other;
    }

    open(handlers: ChannelHandlers): void
    {
        this.#handlers = handlers;
        this.#schedule();
    }

    send(data: string | Uint8Array): void
    {
        if (!this.#closed)
        {
            this.#other?.take({ data });
        }
    }

    close(code: number = 1000, reason: string = ''): void
    {
        if (this.#closed)
        {
            return;
        }

        const end = { code, reason };

        this.take({ end });
        this.#other?.take({ end });
    }

    take(delivery: Delivery): void
    {
        if (this.#closed)
        {
            return;
        }

        // Nothing is sent or taken after an end, but what came before it is still delivered.
        this.#closed = 'end' in delivery;
        this.#arrived.push(delivery);
        this.#schedule();
    }

    #schedule(): void
    {
        if (this.#handlers !== undefined)
        {
            queueMicrotask(() => this.#deliver());
        }
    }

    #deliver(): void
    {
        const delivery = this.#arrived.shift();

        if (delivery === undefined || this.#ended)
        {
            return;
        }

        if ('end' in delivery)
        {
            this.#ended = true;
            this.#handlers?.close(delivery.end);
        }
        else
        {
            this.#handlers?.message(delivery.data);
        }

        if (this.#arrived.length > 0)
        {
            this.#schedule();
        }
    }
}
