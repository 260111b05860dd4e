import { z } from 'zod';

import type { Document } from './document.js';
import type { Environment } from './environment.js';
import { findModulePathProblem, trimModulePath } from './module-path.js';
import type { Place } from './place.js';
import type { Problem } from './problem.js';
import { milliseconds, object } from './schema.js';
import { createKeyProblem, validate } from './validation.js';

/** Who may call a procedure: its own segment, trusted callers, or anyone. */
export type Access = 'private' | 'protected' | 'public';

/** A segment file, resolved. */
export interface SegmentConfig
{
    readonly name: string;
    /** The path of the file, for messages. */
    readonly file: string;
    readonly modules: readonly SegmentModuleConfig[];
}

/** A module that a segment file lists. */
export interface SegmentModuleConfig
{
    /** As written, without the leading `./`. */
    readonly path: string;
    readonly place: Place;
    readonly exports: readonly SegmentExportConfig[];
}

/** An export of a module that a segment file lists: a procedure, or a class. */
export interface SegmentExportConfig
{
    /** `default`, or the name of the export. */
    readonly name: string;
    readonly place: Place;
    /** Default `private`. */
    readonly access: Access;
    /** The name that takes the place of the export's in the fully qualified name. */
    readonly as?: string;
    /** `major.minor.patch`; default `0.0.0`. */
    readonly version: string;
    /** Milliseconds until a call must have ended; 0 is never; absent: the default of the service. */
    readonly timeout?: number;
    /** Whether running it twice does the same as running it once. */
    readonly idempotent?: boolean;
}

/** A segment file as it is written: modules, their exports, and what is said of each. */
export type SegmentFile = Readonly<Record<string, Readonly<Record<string, SegmentFileEntry>>>>;

/** What a segment file says of an export. */
export interface SegmentFileEntry
{
    readonly access?: Access | undefined;
    readonly as?: string | undefined;
    readonly version?: string | undefined;
    readonly timeout?: number | undefined;
    readonly idempotent?: boolean | undefined;
}

const versionPattern = /^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){0,2}$/;

// A name becomes part of a URL and of `import { name }`, so nothing in it may need quoting.
const namePattern = /^[\p{L}\p{N}_$.-]+$/u;

const entry: z.ZodType<SegmentFileEntry> = object({
    access: z.enum(['private', 'protected', 'public']).optional(),
    as: z.string().regex(namePattern, 'must be a name of letters, digits, "_", "$", "-" and "."').optional(),
    version: z.string().regex(versionPattern, 'must be one to three whole numbers, for example "2.1.0"').optional(),
    timeout: milliseconds.optional(),
    idempotent: z.boolean().optional()
});

const schema: z.ZodType<SegmentFile> = z.record(z.string(), z.record(z.string(), entry));

/** Resolves a segment file; `config` is there when it has no problems. */
export function resolveSegment(name: string, document: Document, environment: Environment): { readonly config?: SegmentConfig; readonly problems: readonly Problem[] }
{
    const { value, problems } = validate(document, schema, environment);
    const all = [...problems, ...findPathProblems(document)];

    return value === undefined || all.length > 0
        ? { problems: all }
        : { config: { name, file: document.file, modules: resolveModules(value, document) }, problems: [] };
}

function resolveModules(written: SegmentFile, document: Document): SegmentModuleConfig[]
{
    return Object.entries(written).map(([path, exports]) => ({
        path: trimModulePath(path),
        place: document.placeOfKey([path]),
        exports: Object.entries(exports).map(([name, entry]) => resolveExport(name, entry, document.placeOfKey([path, name])))
    }));
}

function resolveExport(name: string, entry: SegmentFileEntry, place: Place): SegmentExportConfig
{
    const [major = '0', minor = '0', patch = '0'] = (entry.version ?? '0').split('.');

    return {
        name,
        place,
        access: entry.access ?? 'private',
        version: `${major}.${minor}.${patch}`,
        ...entry.as === undefined ? {} : { as: entry.as },
        ...entry.timeout === undefined ? {} : { timeout: entry.timeout },
        ...entry.idempotent === undefined ? {} : { idempotent: entry.idempotent }
    };
}

function findPathProblems(document: Document): Problem[]
{
    const written = typeof document.value === 'object' && document.value !== null && !Array.isArray(document.value) ? Object.keys(document.value) : [];
    const seen = new Map<string, string>();

    return written.flatMap(path =>
    {
        const trimmed = trimModulePath(path);
        const other = seen.get(trimmed);
        const message = findModulePathProblem(path) ?? (other === undefined ? undefined : `is the same module as ${JSON.stringify(other)}; keep one`);

        seen.set(trimmed, path);

        return message === undefined ? [] : [createKeyProblem(document, [path], message)];
    });
}
