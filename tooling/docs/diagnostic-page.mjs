import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { buildApplication, formatDiagnostic } from '@jitar/build';
import { readApplicationConfig, readProjectConfig } from '@jitar/config';
import { diagnosticRegistry } from '@jitar/segmentation';

import { diagnosticExamples } from './diagnostic-examples.mjs';
import { formsOf, row } from './forms.mjs';

/** The page of all diagnostics: from the registry, and from what the build says of the examples. */
export async function describeDiagnostics()
{
    const codes = Object.keys(diagnosticRegistry);
    const sections = [];

    for (const code of codes)
    {
        sections.push(await describeCode(code));
    }

    return `# Diagnostics

<!-- Generated from packages/segmentation by \`npm run diagnostics --prefix tooling/docs\`; a test holds it to them. -->

What \`jitar build\` can find wrong in an application. All that is wrong is told at once: each with a code, the place, the
lines around it, and a fix. With an error nothing is written, and the command ends with 4; a warning leaves the build as it is.

Codes are permanent: they are added, never renamed or reused. In the messages \`‹name›\` stands for what they tell of the case.

On a terminal the text is coloured, unless \`NO_COLOR\` is set. For scripts \`jitar build --json\` writes one object to the
standard output, whose \`diagnostics\` have \`code\`, \`severity\` (\`error\` or \`warning\`), \`file\`, \`line\` (from 1), \`column\`
(from 0), \`message\`, \`fix\` and \`frame\` (the lines around the place; absent where the file is no text).

| code | severity | message |
|---|---|---|
${codes.map(code => row([`[\`${code}\`](#${code.toLowerCase()})`, diagnosticRegistry[code].severity, formsOf(diagnosticRegistry[code].message).join('\n*or* ')])).join('\n')}

${sections.join('\n\n')}
`;
}

async function describeCode(code)
{
    const { why, fix } = diagnosticRegistry[code];

    return `## ${code}

${why}

**Fix:** ${formsOf(fix).join(' *Or:* ')}

\`\`\`text
${(await showExample(code)).replace(/[ \t]+$/gm, '')}
\`\`\``;
}

/** What the build says of an example. */
async function showExample(code)
{
    const folder = await mkdtemp(join(tmpdir(), 'jitar-diagnostics-'));

    try
    {
        for (const [name, content] of Object.entries({ 'package.json': { type: 'module' }, ...diagnosticExamples[code] }))
        {
            await mkdir(dirname(join(folder, name)), { recursive: true });
            await writeFile(join(folder, name), typeof content === 'string' ? `${content}\n` : JSON.stringify(content, null, 2));
        }

        const config = await readProjectConfig(folder, { env: {} });
        const { diagnostics } = await buildApplication({ folder, config, ...await readApplicationConfig(folder, { config, env: {} }) });
        const [diagnostic] = diagnostics;

        if (diagnostics.length !== 1 || diagnostic.code !== code)
        {
            throw new Error(`The example of ${code} must show it, and nothing else:\n${diagnostics.map(other => formatDiagnostic(other)).join('\n\n')}`);
        }

        return formatDiagnostic(diagnostic);
    }
    finally
    {
        await rm(folder, { recursive: true });
    }
}
