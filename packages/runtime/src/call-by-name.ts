import { hasCode } from '@jitar/errors';
import { defaultVersion, describeFailure, normalizeVersion } from '@jitar/protocol';
import type { Invoker } from '@jitar/protocol';

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

/**
 * Calls a procedure as the member itself: here where exactly what is asked for is loaded. Which version fits best
 * otherwise is known to those who know all of them; here runs what nobody else knows.
 */
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

    const { remote } = core;
    const implementation = find(core, call);

    if (remote === undefined || implementation === undefined)
    {
        return implementation === undefined ? callElsewhere(core, call) : callHere(core, call, implementation);
    }

    const isExact = implementation.entry.version === normalizeVersion(version ?? defaultVersion);

    return isExact || !await isKnown(remote, call, core.runtime.id) ? callHere(core, call, implementation) : callElsewhere(core, call);
}

/** What is loaded here; `undefined`: someone else may have it, or has what fits better. */
function find(core: RuntimeCore, { fqn, version, match }: OwnCall): Implementation | undefined
{
    try
    {
        return findImplementation(core.procedures(), { fqn, match, ...version === undefined ? {} : { version } }, { kind: 'member', id: core.runtime.id });
    }
    catch (error)
    {
        if (core.remote !== undefined && (hasCode(error, 'PROCEDURE_NOT_FOUND') || hasCode(error, 'VERSION_REQUIRED')))
        {
            return undefined;
        }

        throw error;
    }
}

/** Asks, without running anything, whether there is anything elsewhere that could run. */
async function isKnown(remote: Invoker, { fqn, version, match, headers, deadline }: OwnCall, id: string): Promise<boolean>
{
    try
    {
        await remote.invoke({
            fqn, match, headers,
            args: { form: 'json', text: '{}' },
            caller: { kind: 'member', id },
            dryRun: true,
            ...version !== undefined && { version },
            ...deadline !== undefined && { deadline }
        });

        return true;
    }
    catch (error)
    {
        const { code } = describeFailure(error);

        // What may not be called takes no part. Of anything else the call itself tells.
        return code !== 'PROCEDURE_NOT_FOUND' && code !== 'TRUST_REQUIRED';
    }
}
