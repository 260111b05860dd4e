import type { Application } from './application.js';
import { describeDiagnostic } from './split.js';
import type { BuiltSplit, RefusedImport } from './split.js';
import type { Survey } from './survey.js';

/** A split that did what the program does. */
export interface PlayedSplit
{
    readonly seed: number;
    readonly built: BuiltSplit;
    /** Whether no call could have gone to several segments, so that all calls were compared. */
    readonly exact: boolean;
    /** The number of procedures that were called from another segment. */
    readonly distinct: number;
    /** The steps that are not the same with copies as without. */
    readonly copied: readonly string[];
}

/** The lines of a record that another one has otherwise, with that. */
export function differences(before: string, after: string): readonly string[]
{
    const lines = after.split('\n');

    return before.split('\n').flatMap((line, index) => line === lines[index] ? [] : [`  ${line}\n    ${String(lines[index])}`]);
}

/** One of each text at each place: it was given for many splits. */
export function firstOfEach(refused: readonly RefusedImport[]): readonly RefusedImport[]
{
    return [...new Map(refused.map(found => [describeDiagnostic(found.diagnostic), found])).values()];
}

/** What was played, for people. */
export function report({ program, modules }: Application, { candidates, avoided }: Survey, played: readonly PlayedSplit[]): string
{
    const refused = firstOfEach(played.flatMap(({ built }) => built.refused));
    const places = countBy(refused.map(({ diagnostic: { file, line, column }, name, candidate }) => `${file}:${String(line)}:${String(column)} "${name}" of "${candidate.path}"`));
    const warnings = new Set(played.flatMap(({ built }) => built.result.diagnostics.map(describeDiagnostic)));
    const copied = new Set(played.flatMap(split => split.copied));
    const distinct = played.map(split => split.distinct);

    return [
        `${program.name}: ${String(modules.length)} modules, of which ${String(candidates.length)} may go to any segment.`,
        `${String(played.length)} splits into ${[...new Set(played.map(({ built }) => built.segments.length))].sort().join(', ')} segments; distinct calls between segments in each: ${distinct.join(' ')};`
            + ` three or more in ${String(distinct.filter(count => count >= 3).length)}.`,
        `All calls between segments were compared in ${String(played.filter(({ exact }) => exact).length)}.`,
        `Different with copies, in one process too (${String(copied.size)}):`,
        ...copied,
        `Avoided, for what passes between them and their callers (${String(avoided.length)}):`,
        ...avoided.flatMap(({ candidate, reasons }) => [`  ${candidate.path}`, ...new Set(reasons.map(reason => `    ${reason}`))]),
        `Not allowed, as VALUE_IMPORT_FROM_SEGMENT (${String(places.size)} imports, each with the number of pairs of segments):`,
        ...[...places].map(([place, count]) => `  ${place} ${String(count)}`),
        `Warnings (${String(warnings.size)}):`,
        ...[...warnings].map(warning => `  ${warning}`)
    ].join('\n');
}

function countBy(texts: readonly string[]): ReadonlyMap<string, number>
{
    const counts = new Map<string, number>();

    for (const text of texts)
    {
        counts.set(text, (counts.get(text) ?? 0) + 1);
    }

    return counts;
}
