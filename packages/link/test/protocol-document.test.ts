import { readFile } from 'node:fs/promises';

import { createProof } from '@jitar/protocol';
import { expect, it } from 'vitest';

it('specifies the proof that the code makes', async () =>
{
    const specification = await readFile(new URL('../PROTOCOL.md', import.meta.url), 'utf8');
    const proof = await createProof('secret', ['jitar-link', 'dialer', '1', 'node-1', 'node', '', 'a'.repeat(32), 'true', '1', 'gateway-1', 'gateway', 'http://127.0.0.1:3000', 'b'.repeat(32), 'true']);

    expect(specification).toContain(`\n${proof}\n`);
});
