import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { hashContent } from '@jitar/manifest';

/**
 * A hash of the code that has a say in what comes out of a build: this package, what reads and splits the modules, and the
 * libraries that parse and compile.
 */
export function identifyBuilder(): string
{
    const require = createRequire(import.meta.url);
    const analysis = require.resolve('@jitar/analysis');
    const segmentation = require.resolve('@jitar/segmentation');

    return hashContent([
        ...[fileURLToPath(import.meta.url), analysis, segmentation].map(readCode),
        readVersion(createRequire(analysis), '@babel/parser'),
        readVersion(createRequire(segmentation), 'magic-string'),
        readVersion(require, 'esbuild'),
        readVersion(require, 'oxc-transform')
    ].join('\n'));
}

/** All code that stands beside a file, this file included. */
function readCode(file: string): string
{
    const folder = dirname(file);

    return readdirSync(folder).filter(name => /(?<!\.d)\.[jt]s$/.test(name)).sort().map(name => readFileSync(join(folder, name), 'utf8')).join('\n');
}

function readVersion(require: NodeJS.Require, library: string): string
{
    const { version } = require(`${library}/package.json`) as { readonly version: string };

    return `${library} ${version}`;
}
