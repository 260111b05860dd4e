import { createCodec } from '@jitar/serialization';
import type { ClassDefinition, Codec } from '@jitar/serialization';

let keeping: Codec | undefined;

/** The codec of who passes values on: it keeps instances of classes that it does not know as they came. */
export function keepingCodec(classes?: readonly ClassDefinition[]): Codec
{
    if (classes !== undefined && classes.length > 0)
    {
        return createCodec({ classes, unknownClasses: 'keep' });
    }

    return keeping ??= createCodec({ unknownClasses: 'keep' });
}
