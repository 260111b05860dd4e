import type { Application } from './application.js';
import { findCandidates } from './candidates.js';
import type { Candidate } from './candidates.js';
import { runUnsplit } from './unsplit.js';

/** What can be drawn from. */
export interface Survey
{
    /** The modules that may go to any segment. */
    readonly candidates: readonly Candidate[];
    /** The modules that stay with their callers, because of what passes between them. */
    readonly avoided: readonly AvoidedModule[];
}

/** A module whose functions take or answer what cannot be copied: a function, an instance of a package's class. */
export interface AvoidedModule
{
    readonly candidate: Candidate;
    /** What it is, and where. */
    readonly reasons: readonly string[];
}

/**
 * Finds out what may be split off. Whether the values that pass can be copied shows in an unsplit run in which each
 * module is at a boundary: types would not tell, and the build claims nothing.
 */
export async function surveyApplication(application: Application): Promise<Survey>
{
    const found = await findCandidates(application);
    const { refusals } = await runUnsplit(application, new Map(found.map(candidate => [candidate, [candidate.path]])), { lenient: true });
    const reasonsFor = ({ procedures }: Candidate): readonly string[] => Object.values(procedures).flatMap(name => refusals.filter(({ call }) => call === name).map(({ message }) => message));

    return {
        candidates: found.filter(candidate => reasonsFor(candidate).length === 0),
        avoided: found.map(candidate => ({ candidate, reasons: reasonsFor(candidate) })).filter(({ reasons }) => reasons.length > 0)
    };
}
