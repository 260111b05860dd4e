import { createError } from '@jitar/errors';
import { compareVersions, decideAccess, parseVersion, selectVersion } from '@jitar/protocol';
import type { Caller, ProcedureDescription, ProcedureEntry, RemoteReference, SegmentBundle, VersionRequest } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

/** A loaded segment. */
export interface Segment
{
    readonly name: string;
    readonly bundle: SegmentBundle;
    /** Decodes and encodes with the classes of the segment. */
    readonly codec: Codec;
    /**
     * Decodes what the untrusted send. It takes no regular expressions: one can be made to run for ever by a
     * procedure that expects a text.
     */
    readonly guardedCodec: Codec;
}

/** One version of a procedure, and the segment that has it. */
export interface Implementation
{
    readonly entry: ProcedureEntry;
    readonly segment: Segment;
}

/** Loads a segment bundle. */
export function createSegment(bundle: SegmentBundle): Segment
{
    const { name, classes } = bundle;

    return { name, bundle, codec: createCodec({ classes }), guardedCodec: createCodec({ classes, regExp: false }) };
}

/** The implementations of the loaded segments by FQN. */
export type ProcedureTable = ReadonlyMap<string, readonly Implementation[]>;

/** Lists the implementations of segments. */
export function createProcedureTable(segments: Iterable<Segment>): ProcedureTable
{
    const table = new Map<string, Implementation[]>();

    for (const segment of segments)
    {
        for (const entry of segment.bundle.procedures)
        {
            const implementations = table.get(entry.fqn) ?? [];

            implementations.push({ entry, segment });
            table.set(entry.fqn, implementations);
        }
    }

    return table;
}

/**
 * Finds what a call from outside, or from another member, runs. Implementations that the caller may not access take
 * no part in the choice of the version.
 *
 * @throws `PROCEDURE_NOT_FOUND` where there is none, or only a private one, in the same words; for an exact version
 * `NO_NODE_FOR_PROCEDURE` instead. `TRUST_REQUIRED` where there is one for trusted callers only. `VERSION_REQUIRED`,
 * `INVALID_VERSION`.
 */
export function findImplementation(table: ProcedureTable, request: VersionRequest, caller: Caller): Implementation
{
    const only = findOnly(table, request, caller);

    if (only !== undefined)
    {
        return only;
    }

    // A wrong version is refused whether or not the procedure exists.
    const version = request.version === undefined ? undefined : parseVersion(request.version).join('.');
    const all = table.get(request.fqn) ?? [];
    const granted = all.filter(({ entry }) => decideAccess(entry.access, caller) === 'granted');
    const found = select(request, granted);

    if (found !== undefined)
    {
        return found;
    }

    const refused = all.filter(({ entry }) => decideAccess(entry.access, caller) === 'refused');

    if (canSelect(request, refused))
    {
        throw createError('TRUST_REQUIRED', { fqn: request.fqn });
    }

    if (request.match === 'exact')
    {
        throw createError('NO_NODE_FOR_PROCEDURE', { fqn: request.fqn, version });
    }

    throw createError('PROCEDURE_NOT_FOUND', { fqn: request.fqn, version: granted.length === 0 ? undefined : version });
}

/** Finds the only version there is, where it is the one that is asked for: most procedures have no other. */
function findOnly(table: ProcedureTable, { fqn, version, match }: VersionRequest, caller: Caller): Implementation | undefined
{
    const all = table.get(fqn);
    const only = all?.length === 1 ? all[0] : undefined;
    const isWanted = version === undefined ? match === 'compatible' : version === only?.entry.version;

    return only !== undefined && isWanted && decideAccess(only.entry.access, caller) === 'granted' ? only : undefined;
}

/** Finds what a stub of another segment runs: its exact version, unless it is private. */
export function findExact(table: ProcedureTable, fqn: string, version: string): Implementation | undefined
{
    return table.get(fqn)?.find(({ entry }) => entry.version === version && entry.access !== 'private');
}

/** What others may call. */
export function describeProcedures(table: ProcedureTable): ProcedureDescription[]
{
    return [...table.values()].flat()
        .filter(({ entry }) => entry.access !== 'private')
        .map(({ entry: { fqn, version, access, timeout, idempotent } }) => ({
            fqn,
            version,
            access,
            ...timeout === undefined ? {} : { timeout },
            ...idempotent === undefined ? {} : { idempotent }
        }))
        .sort((left, right) => left.fqn === right.fqn ? compareVersions(parseVersion(left.version), parseVersion(right.version)) : left.fqn < right.fqn ? -1 : 1);
}

/** What the segments call and none of them serves, each once. */
export function listRemoteCalls(segments: Iterable<Segment>, table: ProcedureTable): RemoteReference[]
{
    const references = new Map<string, RemoteReference>();

    for (const { bundle } of segments)
    {
        for (const { fqn, version } of bundle.calls)
        {
            if (findExact(table, fqn, version) === undefined)
            {
                references.set(`${fqn} ${version}`, { fqn, version });
            }
        }
    }

    return [...references.values()];
}

function select(request: VersionRequest, implementations: readonly Implementation[]): Implementation | undefined
{
    const version = selectVersion(request, implementations.map(({ entry }) => entry.version));

    return version === undefined ? undefined : implementations.find(({ entry }) => entry.version === version);
}

/** Whether a trusted caller would get one of these, or be asked which. */
function canSelect(request: VersionRequest, implementations: readonly Implementation[]): boolean
{
    return request.version === undefined && request.match === 'compatible'
        ? implementations.length > 0
        : select(request, implementations) !== undefined;
}
