const hosts = globalThis[Symbol.for('jitar.hosts.1')] ??= [];

function findHost(url)
{
    const fitting = hosts.filter(host => host.root === undefined || url.startsWith(host.root));

    return fitting.findLast(host => host.active()) ?? fitting.at(-1);
}

let client;

async function loadClient(url)
{
    if (typeof document === 'undefined')
    {
        return undefined;
    }

    // Served beside the application, by a name that no bundler should follow.
    const path = './jitar.client.js';

    client ??= import(/* @vite-ignore */ /* webpackIgnore: true */ path);
    await client;

    return findHost(url);
}

export function createRun(url)
{
    const query = url.indexOf('?');
    const segment = query === -1 ? '' : decodeURIComponent(url.slice(query + 1));

    return async function run(fqn, version, args, self)
    {
        const host = findHost(url) ?? await loadClient(url);

        if (host === undefined)
        {
            throw Object.assign(new Error(`"${fqn}" was called where no Jitar runtime runs.`), { code: 'NO_HOST_RUNTIME' });
        }

        return host.run({ fqn, version, args, self, segment });
    };
}
