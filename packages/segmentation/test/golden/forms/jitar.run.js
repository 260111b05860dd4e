const hosts = globalThis[Symbol.for('jitar.hosts.1')] ??= [];

function findHost(url)
{
    const [only, other] = hosts;

    // Most processes have one.
    if (other === undefined)
    {
        return only === undefined || fits(only, url) ? only : undefined;
    }

    const fitting = hosts.filter(host => fits(host, url));

    return fitting.findLast(host => host.active()) ?? fitting.at(-1);
}

function fits({ root }, url)
{
    return root === undefined || url.startsWith(root);
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

    return function run(fqn, version, args, self)
    {
        const call = { fqn, version, args, self, segment };

        return findHost(url)?.run(call) ?? runInPage(url, call);
    };
}

async function runInPage(url, call)
{
    const host = await loadClient(url);

    if (host === undefined)
    {
        throw Object.assign(new Error(`"${call.fqn}" was called where no Jitar runtime runs.`), { code: 'NO_HOST_RUNTIME' });
    }

    return host.run(call);
}
