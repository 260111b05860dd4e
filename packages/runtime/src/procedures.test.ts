import type { Caller } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { procedure, segment } from '../test/builders.js';

import { createProcedureTable, createSegment, describeProcedures, findExact, findImplementation, listRemoteCalls } from './procedures.js';
import type { ProcedureTable } from './procedures.js';

const outsider: Caller = { kind: 'outside', trusted: false };
const trusted: Caller = { kind: 'outside', trusted: true };
const member: Caller = { kind: 'member', id: 'node-1' };

const run = (): Promise<void> => Promise.resolve();

function table(...entries: Parameters<typeof procedure>[2][]): ProcedureTable
{
    return createProcedureTable([createSegment(segment('sales', entries.map(entry => procedure('f', run, entry))))]);
}

function find(procedures: ProcedureTable, version: string | undefined, caller: Caller, match: 'exact' | 'compatible' = 'compatible'): string
{
    return findImplementation(procedures, { fqn: 'f', match, ...version === undefined ? {} : { version } }, caller).entry.version;
}

const failure = (code: string, message?: string): Error => expect.objectContaining(message === undefined ? { code } : { code, message }) as Error;

describe('findImplementation', () =>
{
    it('gives one answer for unknown and private procedures, to whoever asks', () =>
    {
        const known = table({ access: 'private' });
        const unknown = table();

        for (const caller of [outsider, trusted, member])
        {
            for (const version of [undefined, '0.0.0', '3'])
            {
                expect(() => find(known, version, caller)).toThrow(failure('PROCEDURE_NOT_FOUND', 'Procedure "f" not found.'));
                expect(() => find(unknown, version, caller)).toThrow(failure('PROCEDURE_NOT_FOUND', 'Procedure "f" not found.'));
            }
        }
    });

    it('asks for trust where only the trusted may call', () =>
    {
        const known = table({ access: 'protected' });

        expect(() => find(known, undefined, outsider)).toThrow(failure('TRUST_REQUIRED'));
        expect(find(known, undefined, trusted)).toBe('0.0.0');
        expect(find(known, undefined, member)).toBe('0.0.0');
    });

    it('chooses among what the caller may access', () =>
    {
        const known = table({ version: '1.0.0' }, { version: '2.0.0', access: 'protected' }, { version: '3.0.0', access: 'private' });

        expect(find(known, '3', outsider)).toBe('1.0.0');
        expect(find(known, '3', trusted)).toBe('2.0.0');
        expect(find(known, undefined, outsider)).toBe('1.0.0');
        expect(() => find(known, '0.9', outsider)).toThrow(failure('PROCEDURE_NOT_FOUND', 'Procedure "f" has no version 0.9.0.'));
        expect(() => find(known, undefined, trusted)).toThrow(failure('VERSION_REQUIRED'));
    });

    it('asks for trust where the trusted alone have a version that fits', () =>
    {
        const known = table({ version: '1.0.0', access: 'protected' }, { version: '2.0.0', access: 'protected' }, { version: '4.0.0' });

        expect(() => find(known, '1', outsider)).toThrow(failure('TRUST_REQUIRED'));
        expect(find(known, '5', outsider)).toBe('4.0.0');
        expect(() => find(table({ version: '1.0.0', access: 'protected' }, { version: '2.0.0', access: 'protected' }), undefined, outsider)).toThrow(failure('TRUST_REQUIRED'));
    });

    it('has no node for an exact version that is not there', () =>
    {
        const known = table({ version: '1.0.0' });

        expect(find(known, '1.0.0', member, 'exact')).toBe('1.0.0');
        expect(() => find(known, '1.2.0', member, 'exact')).toThrow(failure('NO_NODE_FOR_PROCEDURE', 'No node serves "f" in version 1.2.0.'));
        expect(() => find(table({ access: 'private' }), '0.0.0', member, 'exact')).toThrow(failure('NO_NODE_FOR_PROCEDURE'));
    });

    it('refuses a wrong version, whether or not the procedure exists', () =>
    {
        expect(() => find(table(), 'latest', outsider)).toThrow(failure('INVALID_VERSION'));
        expect(() => find(table({}), 'latest', outsider)).toThrow(failure('INVALID_VERSION'));
    });
});

describe('what others get to know', () =>
{
    const sales = createSegment(segment('sales', [
        procedure('sales/b', run, { version: '10.0.0', timeout: 50 }),
        procedure('sales/b', run, { version: '9.0.0', idempotent: true }),
        procedure('sales/a', run, { access: 'protected' }),
        procedure('sales/hidden', run, { access: 'private' })
    ], { calls: [{ fqn: 'reporting/f', version: '1.0.0' }, { fqn: 'reporting/f', version: '0.0.0' }] }));

    const reporting = createSegment(segment('reporting', [procedure('reporting/f', run)], { calls: [{ fqn: 'reporting/f', version: '1.0.0' }] }));
    const procedures = createProcedureTable([sales, reporting]);

    it('is what they may call, in order', () =>
    {
        expect(describeProcedures(createProcedureTable([sales]))).toEqual([
            { fqn: 'sales/a', version: '0.0.0', access: 'protected' },
            { fqn: 'sales/b', version: '9.0.0', access: 'public', idempotent: true },
            { fqn: 'sales/b', version: '10.0.0', access: 'public', timeout: 50 }
        ]);
    });

    it('is what stubs call and none here serves, each once', () =>
    {
        expect(listRemoteCalls([sales, reporting], procedures)).toEqual([{ fqn: 'reporting/f', version: '1.0.0' }]);
    });

    it('leaves private procedures to their own segment', () =>
    {
        expect(findExact(procedures, 'sales/hidden', '0.0.0')).toBeUndefined();
        expect(findExact(procedures, 'sales/b', '9.0.0')?.segment).toBe(sales);
    });
});
