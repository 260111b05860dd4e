/**
 * Lets Node load, in place of each module that is at a boundary, one that passes its calls through `cross`. Modules of
 * the application that are at none are loaded as they are.
 */

const crossing = new URL('./crossing.mjs', import.meta.url).href;

let boundaries;

export function initialize(data)
{
    boundaries = data;
}

export async function resolve(specifier, context, next)
{
    const resolved = await next(specifier, context);
    const behind = context.parentURL?.endsWith('?boundary') ?? false;

    return boundaries[resolved.url] === undefined || behind ? resolved : { ...resolved, url: `${resolved.url}?boundary`, shortCircuit: true };
}

export async function load(url, context, next)
{
    if (!url.endsWith('?boundary'))
    {
        return next(url, context);
    }

    const [source] = url.split('?');
    const { segments, procedures, otherDefault } = boundaries[source];
    const functions = Object.entries(procedures).map(([exported, name], index) =>
    {
        const call = `cross(${JSON.stringify({ name, segments })}, module[${JSON.stringify(exported)}], args, this)`;

        return `async function f${index}(...args) { return ${call}; }\nexport { f${index} as ${exported} };`;
    });

    const lines = [
        `import { cross } from ${JSON.stringify(crossing)};`,
        `import * as module from ${JSON.stringify(source)};`,
        `export * from ${JSON.stringify(source)};`,
        ...otherDefault ? [`export { default } from ${JSON.stringify(source)};`] : [],
        ...functions
    ];

    return { format: 'module', source: lines.join('\n'), shortCircuit: true };
}
