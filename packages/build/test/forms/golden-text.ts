import type { Split } from './split.js';
import type { Outcome } from './stage.js';

/** Writes down what became of a split: diagnostics, the files that were made, and what running them gave. */
export function writeGolden({ form, name }: Split, { build, outputs, together, apart }: Outcome): string
{
    const diagnostics = build.diagnostics.map(({ severity, code, file, line, column }) => `- ${severity} \`${code}\` at ${file}:${line}:${column}`);
    const files = [...outputs].filter(([path, code]) => path !== 'jitar.classes.js' || !code.includes('classes: []')).sort(([left], [right]) => left < right ? -1 : 1);

    return [
        `# ${form.title}: ${name}`,
        ...diagnostics.length === 0 ? [] : ['## Diagnostics', diagnostics.join('\n')],
        ...files.map(([path, code]) => `## ${path}\n\n\`\`\`js\n${withoutMap(code)}\`\`\``),
        ...together === undefined ? [] : [`## Outcome\n\n\`\`\`js\n${together}\n\`\`\``],
        ...apart === undefined || apart === together ? [] : [`## Outcome in two processes\n\n\`\`\`js\n${apart}\n\`\`\``],
        ''
    ].join('\n\n').replace(/\n+$/, '\n');
}

function withoutMap(code: string): string
{
    return code.replace(/\/\/# sourceMappingURL=.*\n?$/, '').replace(/([^\n])$/, '$1\n');
}
