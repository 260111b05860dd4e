import type { Parameter } from '@jitar/analysis';
import { runModulePath } from '@jitar/manifest';

import { isIdentifier } from './naming.js';
import type { PlannedStub, PlannedStubModule } from './plan.js';
import { quote, relativeSpecifier, writeExportName } from './specifier.js';

/** Gives out names that are not taken yet, and takes them. */
type TakeName = (wanted: string) => string;

function createNames(taken: Iterable<string>): TakeName
{
    const names = new Set(taken);

    return wanted =>
    {
        let name = wanted;

        for (let count = 1; names.has(name) || !isIdentifier(name); count++)
        {
            name = `${isIdentifier(wanted) ? wanted : '__stub'}${String(count)}`;
        }

        names.add(name);

        return name;
    };
}

interface WrittenParameter
{
    readonly parameter: string;
    readonly argument: string;
}

function writeKey(key: string): string
{
    // Written plainly it would set the prototype of the arguments.
    return key === '__proto__' ? '[\'__proto__\']' : quote(key);
}

/** A named parameter passes under its name, a destructured one whole under its position, a rest as a list. */
function writeParameter({ binding, rest }: Parameter, position: number, takeName: TakeName): WrittenParameter
{
    const name = takeName(binding.kind === 'name' ? binding.name : `$${String(position)}`);
    const key = binding.kind === 'name' ? binding.name : String(position);

    return rest
        ? { parameter: `...${name}`, argument: `${writeKey(`...${key}`)}: ${name}` }
        : { parameter: name, argument: `${writeKey(key)}: ${name}` };
}

function writeFunction(stub: PlannedStub, name: string | undefined, run: string): string
{
    const takeName = createNames([run]);
    const written = stub.parameters.map((parameter, position) => writeParameter(parameter, position, takeName));
    const args = written.length === 0 ? '{}' : `{ ${written.map(({ argument }) => argument).join(', ')} }`;
    const call = `${run}(${quote(stub.fqn)}, ${quote(stub.version)}, ${args}, this)`;
    const head = `${stub.stream ? 'async function*' : 'async function'}${name === undefined ? '' : ` ${name}`}(${written.map(({ parameter }) => parameter).join(', ')})`;

    return `${head} { ${stub.stream ? `return yield* await ${call};` : `return ${call};`} }`;
}

/** Writes the stubs of a module. Nothing of the procedures' own code is in them. */
export function writeStubModule(module: PlannedStubModule): string
{
    if (module.stubs.length === 0)
    {
        return 'export {};\n';
    }

    const exportedNames = new Set(module.stubs.map(({ exported }) => exported));
    const createRun = createNames([...exportedNames])('createRun');
    const takeName = createNames([...exportedNames, createRun]);
    const run = takeName('__run');

    const lines = module.stubs.map(stub =>
    {
        if (stub.exported === 'default')
        {
            // The own name of a default export may be the name of another export.
            const name = stub.name !== undefined && takeName(stub.name) === stub.name ? stub.name : undefined;

            return `export default ${writeFunction(stub, name, run)}`;
        }

        if (isIdentifier(stub.exported))
        {
            return `export ${writeFunction(stub, stub.exported, run)}`;
        }

        const local = takeName('__stub');

        return `${writeFunction(stub, local, run)}\nexport { ${local} as ${writeExportName(stub.exported)} };`;
    });

    const imported = createRun === 'createRun' ? 'createRun' : `createRun as ${createRun}`;

    return [
        `import { ${imported} } from ${quote(relativeSpecifier(module.path, runModulePath))};`,
        '',
        `const ${run} = ${createRun}(import.meta.url);`,
        '',
        ...lines,
        ''
    ].join('\n');
}
