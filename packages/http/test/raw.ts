import { connect } from 'node:net';

/**
 * Sends bytes over a plain TCP connection and collects whatever comes back until the other side ends it.
 *
 * @param delay - Milliseconds until then; default none.
 */
export function sendRaw(url: string, text: string, delay = 0): Promise<string>
{
    const { hostname, port } = new URL(url);

    return new Promise((resolve, reject) =>
    {
        const socket = connect(Number(port), hostname, () => { setTimeout(() => socket.write(text), delay); });
        let answer = '';

        socket.setEncoding('latin1');
        socket.on('data', (data: string) => answer += data);
        socket.on('close', () => resolve(answer));
        socket.on('error', error => (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? resolve(answer) : reject(error));
    });
}

/** Sends bytes, then piece after piece each few milliseconds; collects whatever comes back until the other side ends it. */
export function sendByPiece(url: string, head: string, piece: string): Promise<string>
{
    const { hostname, port } = new URL(url);

    return new Promise(resolve =>
    {
        const socket = connect(Number(port), hostname, () => socket.write(head));
        const timer = setInterval(() => socket.write(piece), 20);
        let answer = '';

        socket.on('data', data => { answer += String(data); });
        socket.on('error', () => undefined);
        socket.on('close', () => { clearInterval(timer); resolve(answer); });
    });
}
