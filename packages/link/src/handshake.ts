import { createError } from '@jitar/errors';
import { createNonce, createProof, equalProofs } from '@jitar/protocol';
import type { MemberIdentity } from '@jitar/protocol';

import { violation } from './checks.js';
import { refusals } from './message.js';
import type { Hello, Message, Refusal } from './message.js';

/** The versions of the protocol that this package speaks. */
export const protocolVersions: readonly number[] = [1];

/** Which side opened the channel. */
export type LinkRole = 'dialer' | 'listener';

/** What a handshake needs to know, and whom it tells. */
export interface HandshakeOptions
{
    readonly role: LinkRole;
    readonly identity: MemberIdentity;
    readonly trustKey: string | undefined;
    /** Whether the channel connects two processes of one machine. */
    readonly loopback: boolean;
    /** The name of the other end, for messages. */
    readonly remote: string;
    readonly send: (message: Message) => void;
    /** The peer has proved itself, and has the proof of this side. */
    readonly opened: (peer: MemberIdentity) => void;
    readonly failed: (error: Error) => void;
}

/** The exchange that opens a link: hello and hello, proof and proof, ready. */
export interface Handshake
{
    start(): void;
    /** @throws `PROTOCOL_VIOLATION` for a message that is not the next one. */
    receive(message: Message): void;
}

/**
 * Creates one side of the handshake.
 *
 * The dialer proves itself first, so that who merely dials learns nothing that depends on the key. A proof covers
 * the role of who makes it, both hellos and so both nonces: it cannot be sent back, or used again.
 */
export function createHandshake(options: HandshakeOptions): Handshake
{
    const { role, identity, trustKey, loopback, remote, send, opened, failed } = options;
    const hello: Hello = { versions: protocolVersions, identity, nonce: createNonce(), keyed: trustKey !== undefined };

    let expected: 'hello' | 'proof' | 'ready' | 'nothing' = 'hello';
    let other: Hello | undefined;

    return {
        start: () =>
        {
            if (role === 'dialer')
            {
                send(['hello', hello]);
            }
        },
        receive: message =>
        {
            const [type] = message;

            if (type === 'refuse')
            {
                expected = 'nothing';
                failed(createError('LINK_REFUSED', { peer: remote, reason: refusals[message[1]] }));
            }
            else if (type === 'hello' && expected === 'hello')
            {
                meet(message[1]);
            }
            else if (type === 'proof' && expected === 'proof')
            {
                expected = 'nothing';
                verify(message[1]).catch(failed);
            }
            else if (type === 'ready' && expected === 'ready')
            {
                expected = 'nothing';
                opened(peer().identity);
            }
            else
            {
                throw violation(`a message "${type}" came where ${expected} was expected`);
            }
        }
    };

    function meet(given: Hello): void
    {
        other = given;

        const refusal = findRefusal(given);

        if (refusal !== undefined)
        {
            refuse(refusal);
            return;
        }

        expected = role === 'listener' ? 'proof' : 'nothing';

        if (role === 'listener')
        {
            send(['hello', hello]);
        }
        else
        {
            prove().catch(failed);
        }
    }

    function findRefusal(given: Hello): Refusal | undefined
    {
        if (!given.versions.some(version => protocolVersions.includes(version)))
        {
            return 'version';
        }

        if (given.identity.id === identity.id)
        {
            return 'identity';
        }

        if (given.keyed !== hello.keyed)
        {
            return 'trust-key-missing';
        }

        return hello.keyed || loopback ? undefined : 'loopback';
    }

    async function verify(proof: string | null): Promise<void>
    {
        const right = await proofOf(role === 'dialer' ? 'listener' : 'dialer');
        const equal = right === null || proof === null ? right === proof : equalProofs(proof, right);

        if (!equal)
        {
            refuse('trust-key');
        }
        else if (role === 'listener')
        {
            await prove();
        }
        else
        {
            send(['ready']);
            opened(peer().identity);
        }
    }

    async function prove(): Promise<void>
    {
        const proof = await proofOf(role);

        // Before the message leaves, so that its answer finds this side waiting.
        expected = role === 'listener' ? 'ready' : 'proof';
        send(['proof', proof]);
    }

    async function proofOf(prover: LinkRole): Promise<string | null>
    {
        const [dialer, listener] = role === 'dialer' ? [hello, peer()] : [peer(), hello];

        return trustKey === undefined ? null : createProof(trustKey, ['jitar-link', prover, ...describe(dialer), ...describe(listener)]);
    }

    function refuse(refusal: Refusal): void
    {
        expected = 'nothing';
        send(['refuse', refusal]);
        failed(createError('LINK_REFUSED', { peer: remote, reason: refusals[refusal] }));
    }

    function peer(): Hello
    {
        if (other === undefined)
        {
            throw violation('there was no hello');
        }

        return other;
    }
}

function describe({ versions, identity, nonce, keyed }: Hello): string[]
{
    return [versions.join(','), identity.id, identity.kind, identity.url ?? '', nonce, String(keyed)];
}
