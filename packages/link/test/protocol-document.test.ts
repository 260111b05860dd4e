import { readFile } from 'node:fs/promises';

import { createProof } from '@jitar/protocol';
import { expect, it } from 'vitest';

import { createInvocation, createScriptedLink, settle } from './fixtures.js';
import { createOctets, createStream, streamOutcome } from './streams.js';

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

it('specifies the messages that the code makes for streams', async () =>
{
    const specification = await readFile(new URL('../PROTOCOL.md', import.meta.url), 'utf8');
    const lines = /```\n(> \[\["call"[\s\S]*?)```[\s\S]*?```\n(> \[\["pull",2[^`]*)```[\s\S]*?```\n(< \[\["end",2[^`]*)```/.exec(specification)!.slice(1).join('').trim().split('\n');
    const answers = [
        streamOutcome(createStream((_, count) => count === 0 ? { done: false, payload: { form: 'tagged', text: '1' } } : { done: true, payload: { form: 'tagged', text: '"done"' } }, 'generator', 15_000)),
        streamOutcome(createOctets(300, 300))
    ];

    const { channel } = await createScriptedLink({ invoker: { invoke: async () =>
    {
        const { result, headers } = answers.shift()!;

        return { result: { ...result, text: '{"$tagged":1,"value":"$Stream:#0"}' } as typeof result, headers };
    } } });

    const said: string[] = [];

    for (const line of lines)
    {
        if (line.startsWith('>'))
        {
            if (line.includes('"pull",2'))
            {
                channel.receive(['call', 2, { fqn: 'f', match: 'exact', form: 'tagged', args: '{}', caller: { kind: 'member' } }]);
                await settle();
            }

            const before = channel.sent.length;

            channel.receive(...JSON.parse(line.slice(2)) as unknown[]);
            await settle();
            said.push(line, ...channel.sent.slice(before).map(message => `< ${JSON.stringify([message])}`));
        }
    }

    expect(said).toEqual(lines);
    expect(channel.chunks).toEqual([new Uint8Array(304).map((_, index) => [0x80, 0, 0, 2][index] ?? 7)]);
});
