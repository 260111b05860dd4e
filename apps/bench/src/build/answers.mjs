import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { folders } from './project.mjs';

// Usage: node answers.mjs <javaScript|subject|incumbent> <project folder>. Procedures come as JSON on stdin; what each
// of them answers, and how many calls went from one segment to another, goes as JSON to stdout.
const [, , kind, folder] = process.argv;
const entries = JSON.parse(await text(process.stdin));
const areas = [...new Set(entries.map(({ area }) => area))];
const load = path => import(pathToFileURL(join(folder, path)).href);

/** What every procedure is asked. */
const seed = 7;

let calls = 0;

/** Finds the procedures of each contestant by their names; calls between segments are passed on as they come, without a copy. */
const openings = {
    async javaScript()
    {
        const modules = new Map(await Promise.all(entries.map(async ({ fqn, name }) => [fqn, (await load(`${folders.javaScript}/${fqn}.js`))[name]])));

        return fqn => modules.get(fqn);
    },

    async subject()
    {
        const bundles = await Promise.all(areas.map(async area => (await load(`${folders.target}/${area}.segment.js`)).default));
        const procedures = new Map(bundles.flatMap(bundle => bundle.procedures.map(({ fqn, implementation }) => [fqn, implementation])));
        const host = { active: () => true, run: ({ fqn, args }) => pass(procedures.get(fqn), args) };

        (globalThis[Symbol.for('jitar.hosts.1')] ??= []).push(host);

        return fqn => procedures.get(fqn);
    },

    async incumbent()
    {
        const bundles = await Promise.all(areas.map(async area => (await load(`${folders.incumbentTarget}/${area}.segment.js`)).default));
        const { Version } = await load('node_modules/jitar/dist/lib.js');
        const find = fqn => bundles.map(bundle => bundle.getProcedure(fqn)).find(procedure => procedure !== undefined)?.getImplementation(Version.DEFAULT)?.executable;

        globalThis.__run = (fqn, _version, args) => pass(find(fqn), args);

        return find;
    }
};

function pass(procedure, args)
{
    calls++;

    return procedure(...Object.values(args));
}

const find = await openings[kind]();
const answers = {};

for (const { fqn } of entries)
{
    answers[fqn] = await find(fqn)(seed);
}

console.log(JSON.stringify({ answers, calls }));
