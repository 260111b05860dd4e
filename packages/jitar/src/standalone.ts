import type { Service } from '@jitar/http';

/** The two services of which a standalone consists. */
export interface StandaloneParts
{
    /** Answers calls and health. */
    readonly node: Service;
    /** Answers everything else. */
    readonly repository: Service;
}

/** Makes one service of a node and a repository. */
export function createStandalone({ node, repository }: StandaloneParts): Service
{
    return {
        fetch(request, environment)
        {
            const { pathname } = new URL(request.url);
            const part = /^\/(?:rpc|health)(?:\/|$)/.test(pathname) ? node : repository;

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
