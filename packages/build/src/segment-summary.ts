import type { PlannedSegment } from '@jitar/segmentation';

/** What the build made of a segment. */
export interface SegmentSummary
{
    readonly name: string;
    /** How many modules its file lists. */
    readonly modules: number;
    /** How many implementations of procedures it has. */
    readonly procedures: number;
    /** How many classes its own modules export. */
    readonly classes: number;
}

/** Counts what a segment consists of. */
export function summarizeSegment({ name, modules, procedures, classes }: PlannedSegment): SegmentSummary
{
    const own = new Set(modules);

    return { name, modules: own.size, procedures: procedures.length, classes: classes.filter(({ source }) => own.has(source)).length };
}

/**
 * The line of the log that tells of a built segment.
 *
 * @example
 * ```ts
 * describeSegment({ name: 'reporting', modules: 2, procedures: 2, classes: 0 });
 * // Built reporting segment (2 modules, 2 procedures, 0 classes)
 * ```
 */
export function describeSegment({ name, modules, procedures, classes }: SegmentSummary): string
{
    return `Built ${name} segment (${modules} modules, ${procedures} procedures, ${classes} classes)`;
}
