import type { ModuleModel, Position } from '@jitar/analysis';
import leven from 'leven';

import { writeFrame } from './code-frame.js';
import type { DiagnosticCode, DiagnosticDefinition, DiagnosticDetails } from './diagnostic-registry.js';
import { diagnosticRegistry } from './diagnostic-registry.js';
import type { Diagnostic } from './diagnostic.js';

/** Where something is wrong: in a module, or in a configuration file whose text is not known here. */
export type Site =
    | { readonly module: ModuleModel; readonly place: Position }
    | { readonly file: string; readonly place: Position };

/** Something that is wrong, not yet reported. */
export interface Finding
{
    readonly code: DiagnosticCode;
    readonly message: string;
    readonly fix: string;
    readonly site: Site;
}

/** Describes something that is wrong. */
export function createFinding<Code extends DiagnosticCode>(code: Code, details: DiagnosticDetails<Code>, site: Site): Finding
{
    const definition: DiagnosticDefinition<DiagnosticDetails<Code>> = diagnosticRegistry[code];

    return { code, message: definition.message(details), fix: definition.fix(details), site };
}

/** Makes the report of all findings: each place once per code, in the order of files and lines. */
export function createDiagnostics(findings: readonly Finding[], sourcePrefix: string): readonly Diagnostic[]
{
    const diagnostics = new Map<string, Diagnostic>();

    for (const { code, message, fix, site } of findings)
    {
        const { line, column } = site.place;
        const file = 'module' in site ? sourcePrefix + site.module.path : site.file;
        const key = [code, file, line, column].join('\n');

        if (!diagnostics.has(key))
        {
            const frame = 'module' in site ? { frame: writeFrame(site.module.code, site.place) } : {};

            diagnostics.set(key, { code, severity: diagnosticRegistry[code].severity, file, line, column, message, fix, ...frame });
        }
    }

    return [...diagnostics.values()].sort((left, right) => compareTexts(left.file, right.file) || left.line - right.line || left.column - right.column);
}

function compareTexts(left: string, right: string): number
{
    return left < right ? -1 : left > right ? 1 : 0;
}

/** The candidate that a misspelt name is likely to mean. */
export function findNearest(name: string, candidates: Iterable<string>): string | undefined
{
    let nearest: string | undefined;
    // A name that differs by more than a third of its letters is another name.
    let limit = name.length < 3 ? 0 : Math.ceil(name.length / 3) + 1;

    for (const candidate of candidates)
    {
        const distance = leven(name.toLowerCase(), candidate.toLowerCase(), { maxDistance: limit });

        if (distance < limit)
        {
            nearest = candidate;
            limit = distance;
        }
    }

    return nearest;
}
