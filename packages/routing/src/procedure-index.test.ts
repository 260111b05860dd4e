import type { ProcedureDescription } from '@jitar/protocol';
import { beforeEach, describe, expect, it } from 'vitest';

import type { RoutedMember } from './member.js';
import { createProcedureIndex } from './procedure-index.js';
import type { ProcedureIndex } from './procedure-index.js';

const offer = (fqn: string, overrides: Partial<ProcedureDescription> = {}): ProcedureDescription => ({ fqn, version: '0.0.0', access: 'public', ...overrides });

function createMember(id: string, ...procedures: ProcedureDescription[]): RoutedMember
{
    return { id, procedures, invoker: { invoke: () => Promise.reject(new Error(id)) }, healthy: true, responsive: true, draining: false, outstanding: 0, outsiders: 0, room: undefined };
}

describe('the index of procedures', () =>
{
    let index: ProcedureIndex;

    const available = (fqn: string): string[] => index.find(fqn).flatMap(served => served.available.map(({ id }) => id));

    beforeEach(() =>
    {
        index = createProcedureIndex();
    });

    it('has one roster for all procedures of the same members, whoever comes and goes', () =>
    {
        const [one, two, three] = [createMember('1', offer('a'), offer('b')), createMember('2', offer('a'), offer('b'), offer('c')), createMember('3', offer('a'), offer('b'))];

        [one, two, three].forEach(member => index.add(member));

        expect(index.findOnly('a')?.roster).toBe(index.findOnly('b')?.roster);
        expect(available('c')).toEqual(['2']);

        index.remove(one, false);

        expect(index.findOnly('a')?.roster).toBe(index.findOnly('b')?.roster);
        expect(available('b')).toEqual(['2', '3']);
    });

    it('hears of the state of a member in all that it serves, and nowhere else', () =>
    {
        const [one, two] = [createMember('1', offer('a'), offer('b')), createMember('2', offer('a'))];

        [one, two].forEach(member => index.add(member));
        expect(available('a')).toEqual(['1', '2']);

        one.healthy = false;
        index.refresh(one);

        expect(available('a')).toEqual(['2']);
        // When all seem ill, all are taken.
        expect(available('b')).toEqual(['1']);
    });

    it('takes the last of what a member says twice, and nothing of it remains', () =>
    {
        const [twice, other] = [createMember('1', offer('a', { timeout: 1 }), offer('a', { timeout: 2 })), createMember('2', offer('a', { timeout: 3 }))];

        [twice, other].forEach(member => index.add(member));

        expect(available('a')).toEqual(['1', '2']);
        expect([twice, other].map(member => index.findOnly('a')?.timeoutOf(member))).toEqual([2, 3]);

        index.remove(twice, false);
        expect(available('a')).toEqual(['2']);
        expect(index.findOnly('a')?.timeoutOf(other)).toBe(3);

        index.remove(other, false);
        expect(available('a')).toEqual([]);
        expect(index.list()).toEqual([]);
    });

    it('finds a version without a list only while there is no other', () =>
    {
        const [one, two] = [createMember('1', offer('a')), createMember('2', offer('a', { version: '1' }))];

        index.add(one);
        index.add(two);

        expect(index.findOnly('a')).toBeUndefined();
        expect(index.find('a').map(({ version }) => version)).toEqual(['0.0.0', '1.0.0']);
        expect(index.list()).toEqual([offer('a'), offer('a', { version: '1.0.0' })]);

        index.remove(one, false);
        expect(index.findOnly('a')?.version).toBe('1.0.0');
    });

    it('misses a version whose last member is lost, until it is served again', () =>
    {
        const [one, two] = [createMember('1', offer('a'), offer('b')), createMember('2', offer('a', { version: '1' }))];
        const versionsOf = (fqn: string): string[] => index.find(fqn).map(({ version }) => version);

        [one, two].forEach(member => index.add(member));
        index.remove(two, true);

        expect(versionsOf('a')).toEqual(['0.0.0', '1.0.0']);
        expect(index.list().map(({ fqn, version }) => `${fqn} ${version}`).sort()).toEqual(['a 0.0.0', 'b 0.0.0']);

        index.add(two);
        index.remove(two, false);
        expect(versionsOf('a')).toEqual(['0.0.0']);

        // What nobody serves any more is known for as long as nothing takes its place.
        index.remove(one, false);
        expect([versionsOf('a'), versionsOf('b')]).toEqual([['0.0.0'], ['0.0.0']]);
        index.add(two);
        expect(versionsOf('a')).toEqual(['1.0.0']);
    });
});
