#!/usr/bin/env node
import { writeFileSync } from 'node:fs';

import { describeErrors } from './error-page.mjs';

// Usage: npm run errors --prefix tooling/docs, after a build of packages/errors. Writes docs/errors.md.
writeFileSync(new URL('../../docs/errors.md', import.meta.url), describeErrors());
