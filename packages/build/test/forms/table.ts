import { roles } from './form.js';
import type { Form } from './form.js';

const titles: Readonly<Record<string, string>> = {
    functions: 'Functions', classes: 'Classes', exports: 'Exports and barrels', imports: 'Imports', modules: 'Modules and files', typescript: 'TypeScript', splits: 'What a split means'
};

/** The table of what is supported, as the tests of the forms prove it. */
export function describeForms(forms: readonly Form[]): string
{
    const groups = Object.keys(titles).map(group => forms.filter(({ name }) => name.startsWith(`${group}/`))).filter(group => group.length > 0);
    const rows = groups.flatMap(group => [`| **${titles[group[0]?.name.split('/')[0] ?? ''] ?? ''}** | | | | | | | |`, ...group.map(describeForm)]);

    return ['| form | local | remote | page | shared | copy | resource | other splits |', '|---|---|---|---|---|---|---|---|', ...rows].join('\n');
}

function describeForm(form: Form): string
{
    const link = `[${form.title}](../build/test/fixtures/forms/${form.name}.md)`;
    const cells = form.splits.length > 0 ? roles.map(() => '') : roles.map(role => form.left.has(role) ? '–' : describeOutcome(form.refused.get(role), form.differs.get(role)));
    const splits = form.splits.map(({ name, refused }) => `${name} ${describeOutcome(refused, undefined)}`).join(', ');

    return `| ${[link, ...cells, splits].join(' | ')} |`;
}

function describeOutcome(refused: string | undefined, differs: string | undefined): string
{
    return refused === undefined ? differs ?? '✓' : refused.split(',').map(code => `\`${code}\``).join(' ');
}
