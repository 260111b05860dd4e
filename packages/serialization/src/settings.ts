import type { ClassTable } from './class-table.js';
import type { Limits } from './limits.js';

/** What a codec goes by, with every default filled in. */
export interface CodecSettings
{
    readonly classes: ClassTable;
    readonly unknownClasses: 'refuse' | 'keep';
    readonly regExp: boolean;
    readonly limits: Limits;
    /** Whether no small value goes beyond a limit. */
    readonly allowsSmall: boolean;
}
