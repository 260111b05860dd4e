const encoder = new TextEncoder();

/** Answers a body that is here as a whole, with its length. */
export function answerBytes(body: string | Uint8Array<ArrayBuffer>, { status, headers }: { readonly status: number; readonly headers: Headers }): Response
{
    const bytes = typeof body === 'string' ? encoder.encode(body) : body;

    headers.set('content-length', String(bytes.byteLength));

    return new Response(bytes, { status, headers });
}
