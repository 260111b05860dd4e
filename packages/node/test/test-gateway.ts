import { rpcRoutes, createServiceApp } from '@jitar/http';
import type { Service } from '@jitar/http';
import { createLink } from '@jitar/link';
import type { Link } from '@jitar/link';
import type { Channel, Registration } from '@jitar/protocol';
import { createRouter } from '@jitar/routing';
import type { Router } from '@jitar/routing';

export interface TestGateway extends Service
{
    readonly router: Router;
    readonly links: Link[];
    readonly registrations: Registration[];
    readonly reports: boolean[];
    accept(channel: Channel): void;
}

/** What a node needs of a gateway, of the packages below both. */
export function createTestGateway({ trustKey, answersLeave = true }: { readonly trustKey?: string; readonly answersLeave?: boolean } = {}): TestGateway
{
    const router = createRouter();
    const app = createServiceApp();
    const gateway: TestGateway = {
        router, links: [], registrations: [], reports: [],
        fetch: (request, environment) => app.fetch(request, environment),
        start: async () => undefined,
        stop: async () => { gateway.links.forEach(link => link.close()); },
        accept: channel =>
        {
            createLink({
                channel, trustKey, role: 'listener', identity: { id: 'gateway-1', kind: 'gateway' }, invoker: router, heartbeat: false,
                control: {
                    register: (registration, link) =>
                    {
                        gateway.registrations.push(registration);
                        router.add({ id: link.peer.id, invoker: link, procedures: registration.procedures, healthy: registration.healthy });

                        return { accepted: true };
                    },
                    report: ({ healthy }, link) => { gateway.reports.push(healthy); router.update(link.peer.id, { healthy }); return null; },
                    leave: (_, link) => { router.remove(link.peer.id); return answersLeave ? null : new Promise(() => undefined); }
                }
            }).then(link =>
            {
                gateway.links.push(link);
                void link.closed.then(() => router.remove(link.peer.id));
            }, () => undefined);
        }
    };

    app.route('/rpc', rpcRoutes(router, { trustKey }));

    return gateway;
}
