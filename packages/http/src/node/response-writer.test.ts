import { afterEach, describe, expect, it } from 'vitest';

import { sendRaw } from '../../test/raw.js';
import { serve } from './serve.js';
import type { Serving } from './serve.js';

let serving: Serving | undefined;

afterEach(() => serving?.close());

async function serveAnswer(answer: (request: Request) => Response | Promise<Response>): Promise<string>
{
    serving = await serve({ fetch: answer }, { url: 'http://127.0.0.1:0' });

    return serving.url;
}

describe('a response on Node', () =>
{
    it('is written with all its cookies', async () =>
    {
        const url = await serveAnswer(() => new Response(null, { status: 204, headers: [['set-cookie', 'a=b'], ['set-cookie', 'c=d']] }));

        expect((await fetch(url)).headers.getSetCookie()).toEqual(['a=b', 'c=d']);
    });

    it('begins before its body does', async () =>
    {
        let begin: () => void = () => undefined;
        const url = await serveAnswer(() => new Response(new ReadableStream({ start: controller => void (begin = () => { controller.enqueue(new Uint8Array([104, 105])); controller.close(); }) })));
        const answer = await fetch(url);

        begin();

        expect(await answer.text()).toBe('hi');
    });

    it('that is larger than any buffer arrives whole', async () =>
    {
        let left = 200;
        const url = await serveAnswer(() => new Response(new ReadableStream({ pull: controller => left-- > 0 ? controller.enqueue(new Uint8Array(100_000)) : controller.close() })));

        expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(20_000_000);
    });

    it('whose body fails is cut off, and tells no reason', async () =>
    {
        const failing = (): Response => new Response(new ReadableStream({ pull: controller => controller.error(new Error('secret')) }));
        const url = await serveAnswer(request => request.url.endsWith('/fail') ? failing() : new Response('fine'));
        const answer = await sendRaw(url, 'GET /fail HTTP/1.1\r\nHost: a\r\n\r\n');

        expect(answer).not.toContain('secret');
        expect(answer).not.toContain('\r\n0\r\n');
        expect(await (await fetch(url)).text()).toBe('fine');
    });

    it('is abandoned when its reader leaves', async () =>
    {
        let cancelled: () => void = () => undefined;
        const done = new Promise<void>(resolve => cancelled = resolve);
        const url = await serveAnswer(() => new Response(new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(100_000)), cancel: () => cancelled() })));
        const controller = new AbortController();

        await fetch(url, { signal: controller.signal });
        controller.abort();

        await done;
    });

    it('that comes after its reader has left is abandoned', async () =>
    {
        let abandon: () => void = () => undefined;
        const abandoned = new Promise<void>(resolve => abandon = resolve);
        const url = await serveAnswer(async request =>
        {
            await new Promise(resolve => request.signal.addEventListener('abort', resolve));

            return new Response(new ReadableStream({ cancel: () => abandon() }));
        });

        await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
        await abandoned;
    });

    it.each([
        ['less', 'short'],
        ['more', 'much longer than that']
    ])('with %s bytes than it announced ends its connection', async (_, text) =>
    {
        const url = await serveAnswer(() => new Response(text, { headers: { 'content-length': '10' } }));
        const answer = await sendRaw(url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');

        expect(answer).not.toContain('longer than');
    });

    it('with a header that HTTP cannot carry is an internal error', async () =>
    {
        const url = await serveAnswer(() => new Response('x', { headers: { 'x-a': '\u0001' } }));

        expect((await fetch(url)).status).toBe(500);
    });
});
