import { connect } from 'node:net';

/** Sends bytes as they are, which no HTTP client would, and answers the status line; empty when the server just closes. */
export async function sendRaw(url: string, bytes: string): Promise<string>
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

            if (text.includes('\r\n'))
            {
                socket.destroy();
                resolve(text.slice(0, text.indexOf('\r\n')));
            }
        });
        socket.on('error', reject);
        socket.on('close', () => { resolve(text); });
    });
}
