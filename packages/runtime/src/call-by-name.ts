import { hasCode } from '@jitar/errors';

import type { RuntimeCore } from './execution.js';
import { HeaderMap } from './header-map.js';
import { findImplementation } from './procedures.js';
import type { Implementation } from './procedures.js';
import { callElsewhere, callHere, inherit } from './stub-call.js';
import type { OwnCall } from './stub-call.js';

/** How an application calls a procedure by its name. */
export interface CallOptions
{
    /** The requested version: the highest one not above it runs; absent: `0.0.0`, or the only one there is. */
    readonly version?: string;
    /** Beside the ones of the call that this one is nested in. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Milliseconds until it must have ended; default: what the procedure declares, else the service. */
    readonly timeout?: number;
    readonly signal?: AbortSignal;
}

/** Calls a procedure as the member itself: here where it is loaded, else elsewhere. */
export async function callByName(core: RuntimeCore, fqn: string, args: Readonly<Record<string, unknown>>, options: CallOptions): Promise<unknown>
{
    const { version, headers = {}, timeout, signal } = options;
    const inherited = inherit(core);
    const deadline = timeout === undefined ? inherited.deadline : Math.min(inherited.deadline ?? Infinity, core.clock.now() + timeout);

    const call: OwnCall = {
        ...inherited,
        fqn,
        version,
        match: 'compatible',
        args,
        segment: '',
        headers: { ...inherited.headers, ...Object.fromEntries(new HeaderMap(headers)) },
        deadline,
        signal
    };

    const implementation = find(core, call);

    return implementation === undefined ? callElsewhere(core, call) : callHere(core, call, implementation);
}

/** What is loaded here; `undefined`: someone else may have it. */
function find(core: RuntimeCore, { fqn, version, match }: OwnCall): Implementation | undefined
{
    try
    {
        return findImplementation(core.procedures(), { fqn, match, ...version === undefined ? {} : { version } }, { kind: 'member', id: core.runtime.id });
    }
    catch (error)
    {
        if (core.remote !== undefined && hasCode(error, 'PROCEDURE_NOT_FOUND'))
        {
            return undefined;
        }

        throw error;
    }
}
