import { groups } from './payloads.js';
import { createRecipes } from './recipes.js';

export { classes } from './classes.js';
export { allowedBlock, measureBlock, timeOf } from './measures.js';

/** The payloads of all groups. */
export const payloads = groups.flatMap(({ attack, mode, outcome, regExp = false, payloads: list }) => Object.entries(list).map(([name, given]) =>
{
    const [value, classes] = Array.isArray(given) ? given : [given];

    return { name: `${attack} ${name} (${mode})`, attack, outcome, regExp, ...textsOf({ mode, value, classes }) };
}));

/** The payloads of a size; by default of a megabyte. */
export function amplify(size = 1_000_000)
{
    return createRecipes(size).map(({ name, mode, classes, make }) => ({ name, make: () => textsOf({ mode, value: make(), classes: classes?.() }) }));
}

/**
 * The text of a payload, and the one that has it as the argument `value` of a call.
 *
 * In front of a value that becomes an argument starts the record of all arguments, so its references count one more.
 */
function textsOf({ mode, value, classes })
{
    if (mode !== 'tagged')
    {
        return { mode: mode === 'plain' ? 'plain' : 'tagged', text: value, argumentText: mode === 'plain' ? `{"value":${value}}` : value };
    }

    const start = `{"$tagged":1,${classes === undefined ? '' : `"classes":${classes},`}"value":`;

    return { mode, text: `${start}${value}}`, argumentText: `${start}{"value":${value.replace(/"\$(0|[1-9]\d{0,15})"/g, (_, number) => `"$${Number(number) + 1}"`)}}}` };
}
