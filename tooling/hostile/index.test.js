import { afterEach, expect, it } from 'vitest';

import { amplify, payloads } from './index.js';
import { takeSnapshot } from './snapshot.js';
import { layTripwires, takeTrips } from './tripwires.js';

afterEach(() =>
{
    delete Object.prototype.polluted;
    takeTrips();
});

it('there are more than eighty payloads, each of a name of its own, plain and tagged, of each kind of attack', () =>
{
    const names = payloads.map(({ name }) => name);

    expect(names.length).toBeGreaterThan(80);
    expect(new Set(names).size).toBe(names.length);

    const attacks = Map.groupBy?.(payloads, ({ attack }) => attack) ?? new Map(payloads.map(({ attack }) => [attack, payloads.filter(payload => payload.attack === attack)]));

    expect([...attacks.keys()]).toEqual(['prototype pollution', 'lookup by names', 'thenables', 'tag confusion', 'class invariants', 'amplification', 'regular expressions', 'leaks']);
});

it.each([1_000_000, 190_000])('an amplified payload has its size: %d', size =>
{
    for (const { name, make } of amplify(size))
    {
        const { length } = make().text;

        expect([name, length > size * 0.9 && length < size * 1.01 + 100]).toEqual([name, true]);
    }
});

it('numbers that collide are different ones', () =>
{
    const numbers = JSON.parse(amplify().find(({ name }) => name.startsWith('numbers that collide')).make().text).value.slice(1);

    expect(new Set(numbers.slice(0, 2_000)).size).toBe(2_000);
});

it('a snapshot tells what was changed', () =>
{
    const snapshot = takeSnapshot();

    expect(snapshot.findChanges()).toEqual([]);

    Object.defineProperty(Object.prototype, 'polluted', { value: 1, configurable: true });

    expect(snapshot.findChanges()).toEqual(['Object.prototype']);

    delete Object.prototype.polluted;

    expect(snapshot.findChanges()).toEqual([]);
});

it('a tripwire tells what ran', () =>
{
    const remove = layTripwires();

    ({}).polluted = 1;
    new globalThis.Tripwire();
    remove();

    expect(takeTrips()).toEqual(['set polluted', 'new Tripwire']);
});
