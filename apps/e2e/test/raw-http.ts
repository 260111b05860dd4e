import { connect } from 'node:net';

/** Sends bytes as they are, which no HTTP client would, and answers the status line; empty when the server just closes. */
export async function sendRaw(url: string, bytes: string): Promise<string>
{
    return (await exchangeRaw(url, bytes, text => text.includes('\r\n'))).split('\r\n', 1)[0] ?? '';
}

/** Sends bytes as they are, and answers all that comes back until the server closes, or it is enough. */
export async function exchangeRaw(url: string, bytes: string | Uint8Array, isEnough: (text: string) => boolean = () => false): Promise<string>
{
    const { hostname, port } = new URL(url);

    return new Promise((resolve, reject) =>
    {
        const socket = connect(Number(port), hostname, () => { socket.write(bytes); });
        let text = '';

        socket.setEncoding('latin1');
        socket.on('data', data =>
        {
            text += String(data);

            if (isEnough(text))
            {
                socket.destroy();
                resolve(text);
            }
        });
        // A server that has answered may cut what is still sent to it.
        socket.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'ECONNRESET' || error.code === 'EPIPE') { resolve(text); } else { reject(error); } });
        socket.on('close', () => { resolve(text); });
    });
}
