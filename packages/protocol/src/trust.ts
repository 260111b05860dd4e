const encoder = new TextEncoder();

/**
 * Proves knowledge of the trust key without showing it: HMAC-SHA-256 (RFC 2104) over the parts, each preceded by
 * its length, as lower-case hexadecimal digits.
 */
export async function createProof(trustKey: string, parts: readonly string[]): Promise<string>
{
    const key = await crypto.subtle.importKey('raw', encoder.encode(trustKey), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const text = parts.map(part => `${String(encoder.encode(part).length)}:${part}`).join('');
    const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(text));

    return hex(new Uint8Array(signature));
}

/** Compares two proofs, or two digests, in a time that depends on their lengths only. */
export function equalProofs(left: string, right: string): boolean
{
    let difference = left.length ^ right.length;

    for (let index = 0; index < left.length; index++)
    {
        difference |= left.charCodeAt(index) ^ right.charCodeAt(index % Math.max(1, right.length));
    }

    return difference === 0;
}

/** Compares a key that a caller sent with the cluster's own, as SHA-256 digests. */
export async function equalKeys(given: string, expected: string): Promise<boolean>
{
    const [left, right] = await Promise.all([digest(given), digest(expected)]);

    return equalProofs(left, right);
}

/** An unpredictable value that is used once: 32 hexadecimal digits. */
export function createNonce(): string
{
    return hex(crypto.getRandomValues(new Uint8Array(16)));
}

async function digest(text: string): Promise<string>
{
    return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

function hex(bytes: Uint8Array): string
{
    return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
