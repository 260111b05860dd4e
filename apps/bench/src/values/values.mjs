import assert from 'node:assert/strict';

import { copy } from '@jitar/serialization';

import { interleave } from '../interleave.mjs';
import { endlessOnCycles, peers, subject } from './codecs.mjs';
import { payloads } from './payloads.mjs';
import { isSame } from './same.mjs';

const rounds = 40;

/**
 * Measures encode + decode of each payload as multiples of JSON on the same data, lowered by hand, and the copy as a
 * part of the subject's own encode + decode. The README defines every figure.
 */
export async function measureValues(options = { rounds })
{
    const columns = ['payload', 'jitar', ...peers.keys(), 'copy', 'JSON, µs'];
    const rows = [];
    const figures = {};

    for (const [name, create] of payloads)
    {
        const measured = await measurePayload(create(), options);
        const multiple = contestant => measured.has(contestant) ? measured.get(contestant) / measured.get('JSON') : Number.NaN;

        figures[name] = round(multiple('jitar'));
        figures[`${name}-copy`] = round(measured.get('copy') / measured.get('jitar'));

        for (const peer of peers.keys())
        {
            figures[`${name}-${peer}`] = measured.has(peer) ? round(multiple(peer)) : null;
        }

        rows.push([name, multiple('jitar'), ...[...peers.keys()].map(peer => measured.has(peer) ? multiple(peer) : 'fails'), measured.get('copy') / measured.get('jitar'), measured.get('JSON') * 1_000]);
    }

    return { title: 'Encode and decode, as multiples of JSON; copy, as a part of encode and decode', columns, rows, figures };
}

async function measurePayload({ value, lowered, cyclic = false, toJson = JSON.stringify, fromJson = JSON.parse }, options)
{
    const contestants = new Map([
        ['JSON', () => fromJson(toJson(lowered))],
        ['jitar', () => roundTrip(value)],
        ['copy', () => copy(value, subject, subject)]
    ]);

    assert.ok(isSame(fromJson(toJson(lowered)), lowered), 'JSON does not give back what it got');
    check('jitar', roundTrip(value), value);
    check('copy', copy(value, subject, subject), value);

    for (const [name, peer] of peers)
    {
        if (!(cyclic && endlessOnCycles.has(name)) && await isFaithful(peer, value))
        {
            contestants.set(name, () => peer(value));
        }
    }

    return interleave(contestants, options.rounds);
}

/** The parts go from hand to hand, as the text does. */
function roundTrip(value)
{
    return subject.decodeParts(subject.encodeParts(value));
}

function check(name, received, value)
{
    assert.ok(isSame(received, value), `${name} does not give back what it got`);
}

/** A peer that loses something takes no part: what is wrong can be as fast as it likes. */
async function isFaithful(peer, value)
{
    try
    {
        return isSame(await peer(value), value);
    }
    catch
    {
        return false;
    }
}

function round(number)
{
    return Math.round(number * 1_000) / 1_000;
}
