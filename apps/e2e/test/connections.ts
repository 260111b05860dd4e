import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** What came of a request. */
export interface RawAnswer
{
    readonly status: number;
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

/** Connections that are kept open, each with one request at a time. */
export interface Connections extends Disposable
{
    /** How many were opened so far. */
    readonly opened: number;
    /** Sends a `GET`, on a connection that is free, or a new one. Rejects when the connection ends before the answer does. */
    readonly get: (path: string) => Promise<RawAnswer>;
}

/** Opens connections as they are needed: a caller that costs a small part of what `fetch` does, so that it keeps up with services that refuse. */
export function createConnections(url: string): Connections
{
    const { hostname, port } = new URL(url);
    const all = new Set<Socket>();
    const free: Socket[] = [];
    let opened = 0;

    return {
        get opened() { return opened; },
        get: path => ask(free.pop() ?? open(), path),
        [Symbol.dispose]: () => { all.forEach(socket => socket.destroy()); }
    };

    function open(): Socket
    {
        const socket = connect(Number(port), hostname);

        opened++;
        all.add(socket.setNoDelay(true).setEncoding('latin1'));
        socket.on('error', () => undefined);
        socket.on('close', () =>
        {
            all.delete(socket);
            free.splice(free.indexOf(socket), free.includes(socket) ? 1 : 0);
        });

        return socket;
    }

    function ask(socket: Socket, path: string): Promise<RawAnswer>
    {
        return new Promise((resolve, reject) =>
        {
            let text = '';

            const take = (data: string): void =>
            {
                text += data;

                const answer = readAnswer(text);

                if (answer !== undefined)
                {
                    settle();
                    free.push(socket);
                    resolve(answer);
                }
            };

            const fail = (): void =>
            {
                settle();
                reject(new Error(`The connection ended after "${text.slice(0, 100)}".`));
            };

            const settle = (): void =>
            {
                socket.off('data', take);
                socket.off('close', fail);
            };

            socket.on('data', take);
            socket.on('close', fail);
            socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
        });
    }
}

/** @returns Nothing while there is more to come. */
function readAnswer(text: string): RawAnswer | undefined
{
    const end = text.indexOf('\r\n\r\n');

    if (end < 0)
    {
        return undefined;
    }

    const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    const body = text.slice(end + 4);

    return body.length < Number(headers['content-length']) ? undefined : { status: Number(statusLine.split(' ')[1]), headers, body };
}
