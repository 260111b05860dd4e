/**
 * An instance of a class that the codec does not know, kept as data (see `unknownClasses: 'keep'`): it is encoded
 * again as it came.
 */
export class UnknownInstance
{
    /** The key of the class. */
    readonly key: string;
    /** The values of its constructor parameters, fields and accessors by name, in the order of the text. */
    readonly fields: Readonly<Record<string, unknown>>;

    constructor(key: string, fields: Readonly<Record<string, unknown>> = {})
    {
        this.key = key;
        this.fields = fields;
    }
}
