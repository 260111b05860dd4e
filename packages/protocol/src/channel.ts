/** Why a channel closed. */
export interface ChannelClose
{
    /** A WebSocket close code: 1000 for a regular end, 1006 for a lost connection. */
    readonly code: number;
    readonly reason: string;
}

/** What a channel reports. */
export interface ChannelHandlers
{
    /** One whole message, in the order in which the other side sent them. */
    readonly message: (data: string | Uint8Array) => void;
    /** Called once; nothing comes after it. */
    readonly close: (close: ChannelClose) => void;
}

/**
 * An ordered, reliable, message-based connection between two processes, of whatever kind.
 *
 * `send` never throws and never blocks: after the close it does nothing. A message is delivered whole or not at
 * all. Messages that arrive before {@link Channel.open} are kept for it.
 */
export interface Channel
{
    /** Starts delivery; called once. */
    open(handlers: ChannelHandlers): void;
    send(data: string | Uint8Array): void;
    /** Closes from this side; `close` is reported to both. */
    close(code?: number, reason?: string): void;
    /**
     * Cuts the connection when the other side sends a message that is a good deal larger, before the whole of it is
     * held in memory; absent: only what the transport itself limits.
     */
    limit?(bytes: number): void;
    /** Bytes that were sent but have not left this process. */
    readonly buffered: number;
    /** Bytes that came and went on the connection; absent: it does not tell. */
    traffic?(): { readonly received: number; readonly sent: number };
    /** The name of the other end, for messages: a URL or an address. */
    readonly remote: string;
    /** Whether both ends are on the loopback interface of one machine. */
    readonly loopback: boolean;
}

/** Makes channels. It rejects with `SERVICE_UNREACHABLE` when the other side cannot be reached. */
export interface Transport
{
    connect(url: string, options?: { readonly signal?: AbortSignal }): Promise<Channel>;
}
