import { refuse, reject } from './refusal.js';
import type { LeafType } from './value-type.js';

/** `undefined`, which JSON does not have. */
export const undefinedType: LeafType = {
    form: 'leaf',
    tag: 'undefined',
    primitive: true,
    take: () => null,
    make: content => content === null ? undefined : reject('it has content that undefined does not have')
};

const numbers = new Map<unknown, number>([['NaN', NaN], ['Infinity', Infinity], ['-Infinity', -Infinity], ['-0', -0]]);

/** The four numbers that JSON does not have. */
export const numberType: LeafType = {
    form: 'leaf',
    tag: 'Number',
    primitive: true,
    take: value => Object.is(value, -0) ? '-0' : String(value),
    make: content => numbers.get(content) ?? reject('it is no number that needs a tag')
};

/** BigInt, in decimal digits. */
export const bigIntType: LeafType = {
    form: 'leaf',
    tag: 'BigInt',
    primitive: true,
    take(value, { limits })
    {
        const text = String(value);

        return text.length <= limits.digits + 1 ? text : refuse(`it has more than ${String(limits.digits)} digits`);
    },
    make(content, { limits })
    {
        if (typeof content !== 'string' || content.length > limits.digits + 1 || !/^(?:0|-?[1-9]\d*)$/.test(content))
        {
            reject(`it is not a whole number of at most ${String(limits.digits)} digits`);
        }

        return BigInt(content);
    }
};
