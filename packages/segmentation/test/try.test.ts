import { it } from 'vitest';
import { readFixture, planSources, emitSources, writeApplication } from './application.js';
import { formatDiagnostic } from '../src/index.js';
it('tries', async () => {
  const s = await readFixture(process.env.FIX ?? 'trading');
  console.log(planSources(s).diagnostics.map(d => formatDiagnostic(d)).join('\n\n'));
  for (const m of emitSources(s).values()) console.log('=== ' + m.path + '  ' + m.imports.join(',') + '\n' + m.code);
  await writeApplication(s, '/tmp/out/' + (process.env.FIX ?? 'trading'));
});
