#!/usr/bin/env node
import { writeFileSync } from 'node:fs';

import { describeDiagnostics } from './diagnostic-page.mjs';

// Usage: npm run diagnostics --prefix tooling/docs, after a build of packages/build. Writes docs/diagnostics.md.
writeFileSync(new URL('../../docs/diagnostics.md', import.meta.url), await describeDiagnostics());
