import { classTablePath, segmentBundlePath } from '@jitar/manifest';

import type { PlannedClass, PlannedOuterClass, PlannedProcedure, PlannedSegment } from './plan.js';
import { quote, relativeSpecifier, writeExportName } from './specifier.js';

/** Where an imported component comes from. */
interface Source
{
    readonly path: string;
    readonly exported: string;
}

function writeImport({ path, exported }: Source, local: string, importer: string): string
{
    const specifier = quote(relativeSpecifier(importer, path));

    if (exported === 'default')
    {
        return `import ${local} from ${specifier};`;
    }

    return `import { ${writeExportName(exported)} as ${local} } from ${specifier};`;
}

function writeProcedure(procedure: PlannedProcedure, local: string): string
{
    const { fqn, version, access, parameters, stream, timeout, idempotent } = procedure;
    const data = JSON.stringify({ fqn, version, access, parameters, stream, timeout, idempotent }).slice(0, -1);

    return `        ${data},"implementation":${local}}`;
}

function writeClass({ key, parameters, fields, accessors, getters }: PlannedClass): string
{
    return JSON.stringify({ key, parameters, fields, accessors, getters }).slice(0, -1);
}

function writeList(name: string, items: readonly string[]): string
{
    return items.length === 0 ? `    ${name}: []` : `    ${name}: [\n${items.join(',\n')}\n    ]`;
}

/** Writes the bundle of a segment: plain data, with the functions and classes that it imports from the segment's modules. */
export function writeBundleModule(segment: PlannedSegment): string
{
    const importer = segmentBundlePath(segment.name);
    const { procedures, classes, calls } = segment;

    return [
        ...procedures.map((procedure, index) => writeImport(procedure, `$p${String(index)}`, importer)),
        ...classes.map((definition, index) => writeImport(definition, `$c${String(index)}`, importer)),
        '',
        'export default {',
        [
            '    format: 1',
            `    name: ${quote(segment.name)}`,
            writeList('procedures', procedures.map((procedure, index) => writeProcedure(procedure, `$p${String(index)}`))),
            writeList('classes', classes.map((definition, index) => `        ${writeClass(definition)},"implementation":$c${String(index)}}`)),
            writeList('calls', calls.map(call => `        ${JSON.stringify(call)}`))
        ].join(',\n'),
        '};',
        ''
    ].join('\n');
}

/** Writes the class table of the outer view, whose classes are loaded one by one. */
export function writeClassTable(classes: readonly PlannedOuterClass[]): string
{
    const entries = classes.map(definition =>
    {
        const load = `() => import(${quote(relativeSpecifier(classTablePath, definition.path))}).then(module => module[${quote(definition.exported)}])`;

        return `        ${writeClass(definition)},"packages":${JSON.stringify(definition.packages)},"load":${load}}`;
    });

    return ['export default {', ['    format: 1', writeList('classes', entries)].join(',\n'), '};', ''].join('\n');
}
