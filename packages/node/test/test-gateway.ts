import { rpcRoutes, createServiceApp } from '@jitar/http';
import type { Service } from '@jitar/http';
import { createLink } from '@jitar/link';
import type { Link } from '@jitar/link';
import type { Channel, Invoker, Peer, PeersChange, Registration } from '@jitar/protocol';
import { createRouter } from '@jitar/routing';
import type { Router } from '@jitar/routing';

export interface TestGateway extends Service
{
    readonly router: Router;
    readonly links: Link[];
    readonly registrations: Registration[];
    readonly reports: boolean[];
    /** How many calls it passed on. */
    readonly passed: () => number;
    /** Tells every node of all others, and of nobody else. */
    introduce(change?: Partial<PeersChange>): Promise<void>;
    accept(channel: Channel): void;
}

/** What a node needs of a gateway, of the packages below both. */
export function createTestGateway({ trustKey, answersLeave = true, kind = 'gateway' }: { readonly trustKey?: string; readonly answersLeave?: boolean; readonly kind?: 'gateway' | 'node' } = {}): TestGateway
{
    const router = createRouter();
    let passed = 0;
    const counting: Invoker = { invoke: invocation => { passed++; return router.invoke(invocation); } };
    const peers = new Map<Link, Peer>();
    const app = createServiceApp();
    const gateway: TestGateway = {
        router, links: [], registrations: [], reports: [],
        passed: () => passed,
        introduce: async change =>
        {
            await Promise.all([...peers.keys()].map(link => link.ask('peers', { full: true, peers: [...peers.values()].filter(({ id }) => id !== link.peer.id), gone: [], ...change })));
        },
        fetch: (request, environment) => app.fetch(request, environment),
        start: async () => undefined,
        stop: async () => { gateway.links.forEach(link => link.close()); },
        accept: channel =>
        {
            createLink({
                channel, trustKey, role: 'listener', identity: { id: 'gateway-1', kind }, invoker: counting, heartbeat: false,
                control: {
                    register: (registration, link) =>
                    {
                        gateway.registrations.push(registration);
                        peers.set(link, { id: link.peer.id, url: link.peer.url ?? '', healthy: registration.healthy, procedures: registration.procedures });
                        router.add({ id: link.peer.id, invoker: link, procedures: registration.procedures, healthy: registration.healthy });

                        return { accepted: true };
                    },
                    report: ({ healthy }, link) => { gateway.reports.push(healthy); router.update(link.peer.id, { healthy }); return null; },
                    leave: (_, link) => { router.remove(link.peer.id); return answersLeave ? null : new Promise(() => undefined); }
                }
            }).then(link =>
            {
                gateway.links.push(link);
                void link.closed.then(() => { peers.delete(link); router.remove(link.peer.id); });
            }, () => undefined);
        }
    };

    app.route('/rpc', rpcRoutes(router, { trustKey }));

    return gateway;
}
