import { writeBigInt } from './big-int.js';
import { Pending, omitted } from './builder.js';
import type { ObjectKind } from './class-table.js';
import type { CopyStreams } from './copy.js';
import { describeError } from './error-type.js';
import { InstanceBuilder } from './instance-builder.js';
import { layoutOf, sourceOf, unknownLayoutOf } from './instance-layout.js';
import type { InstanceLayout } from './instance-layout.js';
import { planOf } from './instance-plan.js';
import { isRegular, sparseType } from './parts-types.js';
import { forbiddenKey, isNumber, makeRoom, mayInherit, put } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { Refusal, refuse } from './refusal.js';
import type { CodecSettings } from './settings.js';
import { reasonOf } from './type-table.js';
import type { UnknownInstance } from './unknown-instance.js';
import type { BytesType, PartsType, TextType } from './value-type.js';
import { Walk, isOverflow } from './walk.js';

/** Takes values apart with the one codec, and makes them anew with the other. */
export class Copier extends InstanceBuilder<object>
{
    readonly #from: CodecSettings;
    readonly #made = new Map<object, object>();
    /** What was met, in order: what is given up is found without a look at all that was made. */
    readonly #met: object[] = [];
    readonly #mayInherit = mayInherit();
    readonly #streams: CopyStreams | undefined;

    constructor(from: CodecSettings, to: CodecSettings, { root, streams }: { readonly root: string; readonly streams: CopyStreams | undefined })
    {
        super(to, new Walk('VALUE_NOT_SERIALIZABLE', to.limits, root));

        this.#from = from;
        this.#streams = streams;
    }

    protected raise(value: unknown): unknown
    {
        switch (typeof value)
        {
            case 'object': return value === null ? value : this.#copyObject(value);
            case 'string': return value.length > this.walk.limits.string ? this.walk.exceed('string') : value;
            case 'bigint':
                writeBigInt(value, this.walk);

                return value;
            case 'function':
            case 'symbol': return refuse(`it is a ${typeof value}`);
            default: return value;
        }
    }

    protected peek(value: unknown): unknown
    {
        return value;
    }

    protected keep(id: object, value: object): unknown
    {
        const before = this.#made.get(id);

        this.#made.set(id, value);

        return before;
    }

    protected override raiseErrorPart(value: unknown, isOptional: boolean): unknown
    {
        const { depth } = this.walk;
        const count = this.#met.length;
        const checks = this.checks.length;
        const { waiting } = this;

        try
        {
            return super.raiseErrorPart(value, isOptional);
        }
        catch (thrown)
        {
            if (!isOptional || (thrown instanceof Refusal ? thrown.code === 'VALUE_NOT_READABLE' || thrown.final : this.walk.code === 'VALUE_NOT_READABLE' && !isOverflow(thrown)))
            {
                throw thrown;
            }

            this.checks.length = checks;
            this.waiting = waiting;
            this.walk.depth = depth;
            this.walk.code = 'VALUE_NOT_READABLE';

            for (const object of this.#met.splice(count))
            {
                this.#made.delete(object);
            }

            return omitted;
        }
    }

    #copyObject(value: object): unknown
    {
        const known = this.#made.get(value);

        if (known !== undefined)
        {
            this.walk.refer();

            return known;
        }

        // What goes wrong while a value is taken apart is the sender's fault, while it is made the receiver's.
        this.walk.code = 'VALUE_NOT_SERIALIZABLE';
        this.#made.set(value, new Pending());
        this.#met.push(value);

        const prototype = Object.getPrototypeOf(value) as object | null;
        const copied = prototype === Object.prototype && !(this.#streams && Symbol.asyncIterator in value) ? this.#copyProperties(value as PropertyRecord)
            : prototype === Array.prototype && Array.isArray(value) ? isRegular(value) ? this.#copyItems(value) : this.#copyParts(value, sparseType)
                : this.#copyKind(value, this.#from.classes.kinds.get(prototype));

        this.walk.code = 'VALUE_NOT_READABLE';

        return copied;
    }

    /** Made name by name, for the text has nothing of what stands under symbols. */
    #copyProperties(value: PropertyRecord): PropertyRecord
    {
        const { walk } = this;
        const { path } = walk;
        const level = walk.enter();
        const mayInherit = this.#mayInherit;
        const copied: PropertyRecord = {};
        let count = 0;

        this.announce(value, copied);

        for (const name in value)
        {
            if (mayInherit && !Object.hasOwn(value, name))
            {
                continue;
            }

            path[level] = name;

            if (name === forbiddenKey)
            {
                refuse('this name is refused');
            }

            // Numbers come first.
            if (count++ === 0 && isNumber(name))
            {
                makeRoom(copied, Object.keys(value));
            }

            // A part that was copied before has left it otherwise.
            walk.code = 'VALUE_NOT_SERIALIZABLE';

            const part = this.raise(value[name]);

            put(copied, name, part);

            if (part instanceof Pending)
            {
                this.place(copied, name, part);
            }
        }

        walk.depth = level;
        walk.countKeys(count);

        return copied;
    }

    #copyItems(value: readonly unknown[]): unknown[]
    {
        const { walk } = this;
        const { path } = walk;
        const level = walk.enter();
        const copied = value.slice();

        walk.count(copied.length);
        this.announce(value, copied);

        for (let index = 0; index < copied.length; index++)
        {
            path[level] = index;

            const item = copied[index];
            const part = this.raise(item);

            if (part !== item)
            {
                this.place(copied as unknown as PropertyRecord, index, part);
            }
        }

        walk.depth = level;

        return copied;
    }

    #copyKind(value: object, kind: ObjectKind | undefined): object
    {
        switch (kind?.form)
        {
            case 'class': return kind.isError ? this.#copyError(value as Error) : this.#copyInstance(value, layoutOf(value, kind));
            case 'unknown': return this.#copyInstance(value, unknownLayoutOf(value as UnknownInstance));
            case 'text': return this.#keep(value, kind.copy?.(value) ?? this.#copyText(value, kind));
            case 'bytes': return this.#keep(value, this.#copyBytes(value, kind));
            case 'parts': return kind.copyBlob === undefined ? this.#copyParts(value, kind) : this.#copyBlob(value as Blob, kind);
            default: return value instanceof Error ? this.#copyError(value) : this.#copyOther(value);
        }
    }

    /** What cannot be copied may still come later. */
    #copyOther(value: object): object
    {
        return this.#keep(value, this.#streams?.give(this.#streams.take(value) ?? refuse(reasonOf(value))) ?? refuse(reasonOf(value)));
    }

    #keep(value: object, copied: object): object
    {
        this.#made.set(value, copied);

        return copied;
    }

    #copyBlob(value: Blob, type: PartsType): object
    {
        this.walk.charge(type.cost ?? 0);

        return this.#keep(value, type.copyBlob?.(value) as Blob);
    }

    #copyBytes(value: object, type: BytesType): object
    {
        const bytes = new Uint8Array(type.take(value));

        this.walk.spend(bytes.length);

        return type.make(bytes);
    }

    #copyText(value: object, type: TextType): object
    {
        const text = type.write(value, this.#from, this.walk);

        this.walk.code = 'VALUE_NOT_READABLE';

        return type.read(text, this.settings, this.walk);
    }

    #copyParts(value: object, type: PartsType): object
    {
        const parts = type.take(value);

        this.walk.code = 'VALUE_NOT_READABLE';

        return this.makeParts(type, parts, { id: value });
    }

    #copyInstance(value: object, { key, names }: InstanceLayout): object
    {
        const contents = this.#read(sourceOf(value), names);
        const shape = this.shapeOf(key);

        return shape === undefined ? this.makeUnknown({ key, names }, contents, { id: value }) : this.makeInstance(planOf(names, shape), contents, { id: value });
    }

    #copyError(error: Error): object
    {
        const { type, names, key } = describeError(error, this.#from.classes);

        return this.makeError({ type, key, names }, this.#read(error, names), error);
    }

    /** Reads all properties that cross before any of them is copied. */
    #read(source: object, names: readonly string[]): unknown[]
    {
        const { walk } = this;
        const level = walk.depth++;
        const values = names.map(name =>
        {
            walk.path[level] = name;

            return (source as PropertyRecord)[name];
        });

        walk.depth = level;
        walk.code = 'VALUE_NOT_READABLE';

        return values;
    }
}
