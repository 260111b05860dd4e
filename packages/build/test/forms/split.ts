import { roles } from './form.js';
import type { Form, FormFile, Role, WrittenSplit } from './form.js';

/** An application that uses a form, and how it is split. */
export interface Split extends WrittenSplit
{
    readonly form: Form;
    readonly files: readonly FormFile[];
}

/** The splits of a form: those that it describes, or one for each role. */
export function splitsOf(form: Form): readonly Split[]
{
    return form.splits.length > 0
        ? form.splits.map(split => ({ ...split, form, files: filesOf(form, split.name) }))
        : roles.filter(role => !form.left.has(role)).map(role => splitForRole(form, role));
}

function filesOf(form: Form, split: string): readonly FormFile[]
{
    const own = form.files.filter(({ only }) => only?.includes(split));

    return form.files.filter(({ path, only }) => only === undefined ? !own.some(other => other.path === path) : only.includes(split));
}

function splitForRole(form: Form, role: Role): Split
{
    const files = filesOf(form, role);
    const parts = files.filter(({ part }) => part);
    const main = { './main': { main: { access: 'public' } } };
    const refused = form.refused.get(role);
    const differs = form.differs.get(role);
    const split = { name: role, form, files, ...refused !== undefined && { refused }, ...differs !== undefined && { differs } };

    switch (role)
    {
        case 'local': return { ...split, segments: { front: { ...main, ...listModules(parts, {}) } } };
        case 'remote': return { ...split, segments: { front: main, back: listModules(parts, { access: 'protected' }) } };
        case 'page': return { ...split, outer: 'main', segments: { back: listModules(parts, { access: 'public' }) } };
        case 'shared': return { ...split, segments: { front: main } };
        case 'copy': return { ...split, segments: { front: main }, files: files.map(file => file.part ? addState(file) : file) };
        case 'resource': return { ...split, segments: { front: main }, resources: parts.map(modulePathOf) };
    }
}

function modulePathOf({ path }: FormFile): string
{
    return path.replace(/^src\//, './').replace(/\.\w+$/, '');
}

function listModules(parts: readonly FormFile[], entry: object): WrittenSplit['segments'][string]
{
    return Object.fromEntries(parts.map(part => [modulePathOf(part), Object.fromEntries(part.procedures.map(([name, as]) => [name, { ...entry, ...as !== undefined && { as } }]))]));
}

/** What has state has an instance in each segment that uses it. */
function addState(file: FormFile): FormFile
{
    return { ...file, text: `${file.text}\nexport const stateOfTheModule = new Map();\n` };
}
