import { pathToFileURL } from 'node:url';

// node run-application.js <folder> <segments> <fqn> <list of arguments as JSON>
// Runs a procedure over all segments in this process, with the smallest host that there can be.
const [folder, names, fqn, list] = process.argv.slice(2);
const root = pathToFileURL(`${folder}/`).href;
const calls = [];
const procedures = new Map();

function bind(parameters, args)
{
    return parameters.flatMap(({ binding, rest }, position) =>
    {
        const name = binding.kind === 'name' ? binding.name : String(position);

        return rest ? args[`...${name}`] ?? [] : [args[name]];
    });
}

globalThis[Symbol.for('jitar.hosts.1')] = [{
    root,
    active: () => false,
    run: async ({ fqn: called, version, args, self, segment }) =>
    {
        const { parameters, implementation } = procedures.get(`${called} ${version}`);

        calls.push(`${segment || 'outer'} -> ${called} ${version} ${JSON.stringify(args)}`);

        return implementation.apply(self, bind(parameters, args));
    }
}];

for (const name of names.split(','))
{
    const { default: bundle } = await import(new URL(`${name}.segment.js`, root).href);

    bundle.procedures.forEach(procedure => procedures.set(`${procedure.fqn} ${procedure.version}`, procedure));
}

const entry = [...procedures.values()].find(procedure => procedure.fqn === fqn);
const outcome = await entry.implementation(...JSON.parse(list)).then(value => ({ value }), error => ({ error: error.message }));

console.log(JSON.stringify({ ...outcome, calls }));
