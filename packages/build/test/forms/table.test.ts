import { readFile, writeFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { readForms } from './form.js';
import { splitsOf } from './split.js';
import { describeForms } from './table.js';

const page = new URL('../../../segmentation/README.md', import.meta.url);
const place = /(?<=<!-- forms: [^\n]* -->\n)[\s\S]*(?=<!-- end of forms -->)/;
const forms = await readForms();

function describeSection(): string
{
    return `\n${String(forms.flatMap(splitsOf).length)} cases of ${String(forms.length)} forms:\n\n${describeForms(forms)}\n\n`;
}

it('stands in the README of the package that splits (pnpm forms writes it)', async () =>
{
    const text = await readFile(page, 'utf8');

    if (process.env['UPDATE_FORMS'] !== undefined)
    {
        await writeFile(page, text.replace(place, describeSection));
    }

    expect(place.exec(await readFile(page, 'utf8'))?.[0]).toBe(describeSection());
});
