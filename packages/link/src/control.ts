import { controlKinds, parseVersion } from '@jitar/protocol';
import type { ControlKind, ControlMessages, Peer, PeersChange, ProcedureDescription, Registration } from '@jitar/protocol';

import { checkChoice, checkFields, checkFlag, checkId, checkInteger, checkLine, checkList, checkOptional, checkText, checkUrl, violation } from './checks.js';

type Checks = { readonly [Kind in ControlKind]: {
    readonly request: (body: unknown) => ControlMessages[Kind]['request'];
    readonly answer: (body: unknown) => ControlMessages[Kind]['answer'];
} };

/** The longest name that a message may hold. */
export const nameLimit = 1024;

/** The most peers that one message may tell of. */
const peerLimit = 10_000;

const accesses = ['private', 'protected', 'public'] as const;

const checks: Checks = {
    register: {
        request: checkRegistration,
        answer: body =>
        {
            if (checkFields(body, 'the answer').accepted !== true)
            {
                throw violation('a registration was answered with neither acceptance nor error');
            }

            return { accepted: true };
        }
    },
    report: {
        request: body => ({ healthy: checkFlag(checkFields(body, 'the report').healthy, 'healthy') }),
        answer: checkNull
    },
    leave: {
        request: checkNull,
        answer: checkNull
    },
    peers: {
        request: checkPeers,
        answer: checkNull
    }
};

/** Reads the kind of a control message. */
export function checkKind(value: unknown): ControlKind
{
    return checkChoice(value, 'the kind of a question', controlKinds);
}

/** Reads what a peer asks. */
export function checkRequest<Kind extends ControlKind>(kind: Kind, body: unknown): ControlMessages[Kind]['request']
{
    return checks[kind].request(body);
}

/** Reads what a peer replies. */
export function checkAnswer<Kind extends ControlKind>(kind: Kind, body: unknown): ControlMessages[Kind]['answer']
{
    return checks[kind].answer(body);
}

function checkRegistration(body: unknown): Registration
{
    const { segments, procedures, calls, healthy } = checkFields(body, 'the registration');

    return {
        segments: checkList(segments, 'segments').map(name => checkLine(name, 'a segment', nameLimit)),
        procedures: checkList(procedures, 'procedures').map(checkProcedure),
        calls: checkList(calls, 'calls').map(call =>
        {
            const { fqn, version } = checkFields(call, 'a call');

            return { fqn: checkLine(fqn, 'the name of a call', nameLimit), version: checkVersion(version) };
        }),
        healthy: checkFlag(healthy, 'healthy')
    };
}

function checkProcedure(value: unknown): ProcedureDescription
{
    const { fqn, version, access, timeout, idempotent } = checkFields(value, 'a procedure');
    const milliseconds = checkOptional(timeout, given => checkInteger(given, 'a timeout', 0));
    const repeatable = checkOptional(idempotent, given => checkFlag(given, 'idempotent'));

    return {
        fqn: checkLine(fqn, 'the name of a procedure', nameLimit),
        version: checkVersion(version),
        access: checkChoice(access, 'an access level', accesses),
        ...(milliseconds !== undefined && { timeout: milliseconds }),
        ...(repeatable !== undefined && { idempotent: repeatable })
    };
}

function checkPeers(body: unknown): PeersChange
{
    const { full, peers, gone } = checkFields(body, 'the change of peers');

    return {
        full: checkFlag(full, 'full'),
        peers: checkList(peers, 'peers', peerLimit).map(checkPeer),
        gone: checkList(gone, 'gone', peerLimit).map(checkId)
    };
}

function checkPeer(value: unknown): Peer
{
    const { id, url, healthy, procedures } = checkFields(value, 'a peer');

    return {
        id: checkId(id),
        url: checkUrl(url, 'the url of a peer', nameLimit),
        healthy: checkFlag(healthy, 'healthy'),
        procedures: checkList(procedures, 'procedures').map(checkProcedure)
    };
}

function checkVersion(value: unknown): string
{
    const version = checkText(value, 'a version', 32);

    try
    {
        parseVersion(version);
    }
    catch
    {
        throw violation('a version is not a version');
    }

    return version;
}

function checkNull(body: unknown): null
{
    if (body !== null)
    {
        throw violation('a body is not null');
    }

    return null;
}
