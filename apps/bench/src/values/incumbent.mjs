import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The minified factory of the serializer, which the published bundle holds and does not export. */
const factory = /class (\w+)\{static build\(\w+\)\{const \w+=new \w+;return \w+\.addSerializer\(/;

/**
 * The serializer of the published Jitar, as its remotes use it: to an object, and that to text.
 *
 * @param classes - Those whose instances it carries, by their keys.
 */
export async function createIncumbent(classes)
{
    const file = fileURLToPath(import.meta.resolve('incumbent/client'));
    const source = await readFile(file, 'utf8');
    const name = factory.exec(source)?.[1];

    if (name === undefined)
    {
        throw new Error(`${file} holds no serializer that is built as expected.`);
    }

    const { [name]: builder } = await import(`data:text/javascript,${encodeURIComponent(`${source};export { ${name} };`)}`);
    const keys = new Map([...classes].map(([key, implementation]) => [implementation, key]));
    const serializer = builder.build({ resolveKey: implementation => keys.get(implementation), resolveClass: key => classes.get(key) });

    return async value => serializer.deserialize(JSON.parse(JSON.stringify(await serializer.serialize(value))));
}
