import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { segmentCount } from './application.mjs';
import { folders } from './project.mjs';

const answersProgram = fileURLToPath(new URL('answers.mjs', import.meta.url));

/**
 * Makes sure that a built application is whole and does what its sources do: all segments and their modules are
 * there, and every procedure answers what it answers in the unsplit application, also through other segments.
 */
export async function checkBuild(kind, project, application)
{
    const target = kind === 'subject' ? folders.target : folders.incumbentTarget;
    const files = new Set(await project.list(target));
    const expected = [...application.sources.keys()].map(path => path.replace(/\.ts$/, ''));
    const procedures = new Map(application.entries.map(({ area, fqn }) => [fqn, [`${fqn}.${area}.js`, `${fqn}.remote.js`]]));
    const missing = expected.flatMap(path => procedures.get(path) ?? [`${path}.js`]).filter(path => !files.has(path));

    assert.deepEqual(missing, [], `${kind} left out files`);
    assert.equal([...files].filter(path => path.endsWith('.segment.js')).length, segmentCount);

    const [unsplit, split] = await Promise.all(['javaScript', kind].map(name => findAnswers(name, project, application.entries)));

    assert.equal(Object.keys(unsplit.answers).length, application.entries.length);
    assert.deepEqual(split.answers, unsplit.answers);
    assert.ok(split.calls > application.entries.length / 2, `only ${split.calls} calls went from segment to segment`);
}

async function findAnswers(kind, { folder }, entries)
{
    const child = spawn(process.execPath, [answersProgram, kind, folder], { stdio: ['pipe', 'pipe', 'inherit'] });

    child.stdin.end(JSON.stringify(entries));

    return JSON.parse(await text(child.stdout));
}
