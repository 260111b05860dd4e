import { createGateway } from '@jitar/gateway';
import { createLink, createMemoryChannels } from '@jitar/link';
import { createRouter } from '@jitar/routing';

/** Nodes that serve the same procedures, in every cluster: only how many such groups there are differs. */
const replicas = 3;

/** Procedures of other groups that a node calls. */
const called = 5;

const answer = { result: { form: 'tagged', text: '{"sum":42}' }, headers: {} };

/**
 * Starts a gateway, and nodes that answer at once, linked to it within this process.
 *
 * @param nodes - How many; a multiple of three.
 * @param procedures - How many all of them serve together; each is served by three.
 */
export async function startCluster({ nodes, procedures })
{
    const { groups, names } = nameProcedures(nodes, procedures);
    const gateway = createGateway();
    const members = [];

    await gateway.start({ url: 'http://127.0.0.1' });

    for (let index = 0; index < nodes; index++)
    {
        const group = index % groups;

        members.push(await startNode(gateway, {
            id: `node-${index}`,
            procedures: names.filter((_, place) => place % groups === group),
            calls: Array.from({ length: Math.min(called, procedures) }, (_, step) => names[(group + 1 + step * 7) % procedures])
        }));
    }

    return {
        names,
        members,
        /** Calls a procedure as an outside caller does, once its request is parsed. */
        call: fqn => gateway.rpc(fqn, requestFor(fqn)),
        stop: () => gateway.stop()
    };
}

/** The procedures of a cluster, and how many groups of nodes there are for them. */
function nameProcedures(nodes, procedures)
{
    const groups = Math.ceil(nodes / replicas);

    return { groups, names: Array.from({ length: procedures }, (_, index) => `group${index % groups}/module${index}/procedure${index}`) };
}

/** A router that has the nodes of such a cluster as members, which answer at once. */
export function createRoutes({ nodes, procedures })
{
    const { groups, names } = nameProcedures(nodes, procedures);
    const router = createRouter();
    const args = { form: 'json', text: '{"left":20,"right":22}' };
    const caller = { kind: 'outside', trusted: false };

    for (let index = 0; index < nodes; index++)
    {
        router.add({ id: `node-${index}`, invoker: { invoke: () => Promise.resolve(answer) }, procedures: describe(names.filter((_, place) => place % groups === index % groups)) });
    }

    return { names, route: fqn => router.invoke({ fqn, match: 'compatible', args, headers: {}, caller }) };
}

function describe(procedures)
{
    return procedures.map(fqn => ({ fqn, version: '0.0.0', access: 'public' }));
}

/** A node that counts the bytes that it is told of its peers. */
async function startNode(gateway, { id, procedures, calls })
{
    const [here, there] = createMemoryChannels();
    const told = { bytes: 0 };
    const registration = { segments: ['group'], procedures: describe(procedures), calls: calls.map(fqn => ({ fqn, version: '0.0.0' })), healthy: true };

    gateway.accept(there);

    const link = await createLink({
        channel: here,
        role: 'dialer',
        identity: { id, kind: 'node', url: 'http://127.0.0.1:1' },
        invoker: { invoke: () => Promise.resolve(answer) },
        heartbeat: false,
        control: {
            peers(change)
            {
                told.bytes += Buffer.byteLength(JSON.stringify(change));

                return null;
            }
        }
    });

    const register = () => link.ask('register', registration);

    await register();

    return { id, calls, procedures, told, register };
}

const body = new TextEncoder().encode('{"left":20,"right":22}');
const headers = { 'content-type': 'application/json', 'content-length': String(body.length), 'host': '127.0.0.1' };
const signal = { aborted: false, reason: undefined, addEventListener() {}, removeEventListener() {} };

function requestFor(fqn)
{
    return { method: 'POST', url: `/rpc/${fqn}`, signal, header: name => headers[name] ?? null, headers: () => Object.entries(headers), read: () => Promise.resolve(body) };
}
