import { reject } from './refusal.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const invalid = 255;
const digits = new Uint8Array(128).fill(invalid);

for (let index = 0; index < alphabet.length; index++)
{
    digits[alphabet.charCodeAt(index)] = index;
}

// A multiple of three, so that only the last part is padded; small enough for the arguments of one call.
const chunk = 12_288;

/** Writes bytes as base64 (RFC 4648, 4), with padding. */
export function toBase64(bytes: Uint8Array): string
{
    let text = '';

    for (let start = 0; start < bytes.length; start += chunk)
    {
        text += btoa(String.fromCharCode(...bytes.subarray(start, start + chunk)));
    }

    return text;
}

/** Reads base64 in its one canonical spelling. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer>
{
    if (text.length % 4 !== 0)
    {
        reject('it is not base64');
    }

    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    const bytes = new Uint8Array(text.length / 4 * 3 - padding);
    const end = text.length - padding;
    let bits = 0;
    let count = 0;
    let position = 0;

    for (let index = 0; index < end; index++)
    {
        const digit = digits[text.charCodeAt(index)] ?? invalid;

        if (digit === invalid)
        {
            reject('it is not base64');
        }

        bits = (bits << 6 | digit) & 0xfff;
        count += 6;

        if (count >= 8)
        {
            count -= 8;
            bytes[position++] = bits >> count;
        }
    }

    if ((bits & (1 << count) - 1) !== 0)
    {
        reject('it is not base64');
    }

    return bytes;
}
