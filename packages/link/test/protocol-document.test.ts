import { readFile } from 'node:fs/promises';

import { createProof } from '@jitar/protocol';
import { expect, it } from 'vitest';

import { createInvocation, createScriptedLink, settle } from './fixtures.js';

it('specifies the proof that the code makes', async () =>
{
    const specification = await readFile(new URL('../PROTOCOL.md', import.meta.url), 'utf8');
    const proof = await createProof('secret', ['jitar-link', 'dialer', '1', 'node-1', 'node', '', 'a'.repeat(32), 'true', '1', 'gateway-1', 'gateway', 'http://127.0.0.1:3000', 'b'.repeat(32), 'true']);

    expect(specification).toContain(`\n${proof}\n`);
});

it('specifies the frames that the code makes for parts', async () =>
{
    const specification = await readFile(new URL('../PROTOCOL.md', import.meta.url), 'utf8');
    const { link, channel } = await createScriptedLink();
    const args = { form: 'tagged', text: '{"$tagged":1,"value":{"content":"$Uint8Array:#0"}}', parts: [new Uint8Array(300).fill(7)] } as const;

    const call = link.invoke(createInvocation({ fqn: 'echo', version: undefined, args, caller: { kind: 'member', id: 'gateway-1' } } as object));

    call.catch(() => undefined);
    await settle();

    expect(specification).toContain(`\n${JSON.stringify(channel.of('call'))}\n`);
    expect(channel.chunks).toEqual([new Uint8Array(304).map((_, index) => index === 3 ? 1 : index > 3 ? 7 : 0)]);
    link.close();
});
