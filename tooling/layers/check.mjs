#!/usr/bin/env node
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { readLayers, writeImportList } from './layers-file.mjs';
import { findImportList, findViolations } from './rules.mjs';
import { readWorkspace } from './workspace.mjs';

// Usage: node tooling/layers/check.mjs [--write] [root]
const { values, positionals } = parseArgs({ options: { write: { type: 'boolean', default: false } }, allowPositionals: true });
const root = resolve(positionals[0] ?? fileURLToPath(new URL('../..', import.meta.url)));
const workspace = readWorkspace(root);

if (values.write)
{
    writeImportList(root, findImportList(workspace, readLayers(root)));
}

const violations = findViolations(workspace, readLayers(root));

for (const { file, line, rule, message, fix } of violations)
{
    console.error(`${relative('.', resolve(root, file))}:${line}  ${rule}: ${message}\n    ${fix}`);
}

console.log(violations.length === 0
    ? `Layers: ${workspace.packages.length} packages keep to their layers.`
    : `Layers: ${violations.length} violation${violations.length === 1 ? '' : 's'}.`);

process.exitCode = violations.length === 0 ? 0 : 1;
