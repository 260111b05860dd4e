import type { FunctionModel, ModuleModel } from '@jitar/analysis';
import type { ResourceConfig, SegmentConfig, SegmentExportConfig, SegmentModuleConfig } from '@jitar/config';
import type { Access } from '@jitar/protocol';

import type { Application } from './application.js';
import { findModule } from './module-lookup.js';
import { qualifiedName } from './naming.js';
import type { Finding } from './reporter.js';
import { createFinding, findNearest } from './reporter.js';

/** A procedure, as a segment file lists it. */
export interface Procedure
{
    readonly segment: string;
    readonly fqn: string;
    readonly version: string;
    readonly access: Access;
    readonly timeout?: number;
    readonly idempotent?: boolean;
    /** The module that the segment file names. */
    readonly module: ModuleModel;
    readonly exported: string;
    /** Absent where the text does not tell: the outcome of an expression. */
    readonly implementation?: FunctionModel;
}

/** Which module belongs where. */
export interface Membership
{
    readonly segments: readonly string[];
    readonly isResource: (module: ModuleModel) => boolean;
    /** The segments that list a module. */
    readonly segmentsOf: (module: ModuleModel) => readonly string[];
    /** The modules that a segment lists. */
    readonly modulesOf: (segment: string) => readonly ModuleModel[];
    /** The procedures of a module, of whatever segment. */
    readonly proceduresOf: (module: ModuleModel) => readonly Procedure[];
    readonly procedures: readonly Procedure[];
    readonly findings: readonly Finding[];
}

interface Listing
{
    readonly segment: SegmentConfig;
    readonly entry: SegmentModuleConfig;
}

/** Reads off the segment and resource files which module belongs where, and what the procedures are. */
export function createMembership(application: Application, config: { readonly segments: readonly SegmentConfig[]; readonly resources: readonly ResourceConfig[] }): Membership
{
    const findings: Finding[] = [];
    const resources = new Set<ModuleModel>();
    const modulesBySegment = new Map<string, Set<ModuleModel>>();
    const segmentsByModule = new Map<ModuleModel, string[]>();
    const proceduresByModule = new Map<ModuleModel, Procedure[]>();
    const proceduresByName = new Map<string, Procedure>();

    const lookUp = (entry: SegmentModuleConfig | ResourceConfig, file: string): ModuleModel | undefined =>
    {
        const path = findModule(entry.path, candidate => application.get(candidate) !== undefined);
        const module = path === undefined ? undefined : application.get(path);

        if (module === undefined)
        {
            const extension = /\.\w+$/.exec(entry.path)?.[0] ?? '';
            const candidates = application.modules.map(candidate => extension === '' ? candidate.path.replace(/\.\w+$/, '') : candidate.path);

            findings.push(createFinding('MODULE_NOT_FOUND', { path: entry.path, nearest: findNearest(entry.path, candidates) }, { file, place: entry.place }));
        }

        return module;
    };

    const addModule = (module: ModuleModel, { segment, entry }: Listing): void =>
    {
        const names = segmentsByModule.get(module) ?? [];

        if (resources.has(module))
        {
            findings.push(createFinding('RESOURCE_IN_SEGMENT', { path: module.path, segment: segment.name }, { file: segment.file, place: entry.place }));

            return;
        }

        if (names.includes(segment.name))
        {
            findings.push(createFinding('MODULE_LISTED_TWICE', { path: entry.path, module: module.path, segment: segment.name }, { file: segment.file, place: entry.place }));
        }

        segmentsByModule.set(module, names.includes(segment.name) ? names : [...names, segment.name]);
        modulesBySegment.get(segment.name)?.add(module);
    };

    const addExport = (module: ModuleModel, listed: SegmentExportConfig, segment: SegmentConfig): void =>
    {
        const site = { file: segment.file, place: listed.place };
        const found = application.findExport(module, listed.name);

        if (found.kind === 'missing')
        {
            const nearest = findNearest(listed.name, application.exportNames(module));

            findings.push(createFinding('EXPORT_NOT_FOUND', { module: module.path, name: listed.name, nearest }, site));

            return;
        }

        const declaration = found.kind === 'declared' ? found.exported.declaration : undefined;

        if (declaration?.kind === 'class')
        {
            return;
        }

        if (found.kind === 'namespace' || declaration?.kind === 'value' || declaration?.kind === 'type')
        {
            findings.push(createFinding('PROCEDURE_NOT_A_FUNCTION', { module: module.path, name: listed.name }, site));

            return;
        }

        const implementation = declaration?.kind === 'function' ? declaration : undefined;

        if (implementation?.async === false && found.kind === 'declared')
        {
            findings.push(createFinding('PROCEDURE_NOT_ASYNC', { name: implementation.name ?? listed.name, segment: segment.name }, { module: found.module, place: implementation.place }));
        }

        // One mistake, one diagnostic: as a procedure too it would be in the way of its own stubs.
        if (resources.has(module))
        {
            return;
        }

        addProcedure({
            segment: segment.name,
            fqn: qualifiedName({ path: module.path, exported: listed.name, name: implementation?.name, as: listed.as }),
            version: listed.version,
            access: listed.access,
            ...listed.timeout !== undefined && { timeout: listed.timeout },
            ...listed.idempotent !== undefined && { idempotent: listed.idempotent },
            module,
            exported: listed.name,
            ...implementation !== undefined && { implementation }
        }, { file: segment.file, place: listed.place });
    };

    const addProcedure = (procedure: Procedure, site: Finding['site']): void =>
    {
        const key = `${procedure.fqn}\n${procedure.version}`;
        const other = proceduresByName.get(key);

        if (other !== undefined && (other.module !== procedure.module || other.exported !== procedure.exported))
        {
            findings.push(createFinding('DUPLICATE_PROCEDURE', { fqn: procedure.fqn, version: procedure.version, other: other.module.path }, site));
        }

        const known = proceduresByModule.get(procedure.module) ?? [];

        proceduresByName.set(key, other ?? procedure);
        proceduresByModule.set(procedure.module, [...known, procedure]);
    };

    for (const resource of config.resources)
    {
        const module = lookUp(resource, resource.file);

        if (module !== undefined)
        {
            resources.add(module);
        }
    }

    for (const segment of config.segments)
    {
        modulesBySegment.set(segment.name, modulesBySegment.get(segment.name) ?? new Set());

        for (const entry of segment.modules)
        {
            const module = lookUp(entry, segment.file);

            if (module !== undefined)
            {
                addModule(module, { segment, entry });
                entry.exports.forEach(listed => addExport(module, listed, segment));
            }
        }
    }

    return {
        segments: [...modulesBySegment.keys()],
        isResource: module => resources.has(module),
        segmentsOf: module => segmentsByModule.get(module) ?? [],
        modulesOf: segment => [...modulesBySegment.get(segment) ?? []],
        proceduresOf: module => proceduresByModule.get(module) ?? [],
        procedures: [...proceduresByModule.values()].flat(),
        findings
    };
}
