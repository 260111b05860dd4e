import { asksForStatus } from '@jitar/http';
import type { Service } from '@jitar/http';
import type { Node } from '@jitar/node';

/** The two services of which a standalone consists. */
export interface StandaloneParts
{
    /** Answers calls, health, and status. */
    readonly node: Node;
    /** Answers everything else. */
    readonly repository: Service;
}

/** A repository and a node in one process. */
export type Standalone = Service & Pick<Node, 'procedures'>;

/** Makes one service of a node and a repository. */
export function createStandalone({ node, repository }: StandaloneParts): Standalone
{
    return {
        procedures: () => node.procedures(),
        rpc: node.rpc,

        fetch(request, environment)
        {
            const { pathname } = new URL(request.url);
            const part = /^\/(?:rpc|health)(?:\/|$)/.test(pathname) || asksForStatus(request) ? node : repository;

            return part.fetch(request, environment);
        },

        async start(info)
        {
            await repository.start(info);
            await node.start(info);
        },

        async stop()
        {
            await node.stop();
            await repository.stop();
        }
    };
}
