import first, { arrow as run } from '../b/forms.remote.js?a';
import * as forms from '../b/forms.remote.js?a';
import { twice } from '../shared/both.a.js';
import { ns, remoteArrow, Point, version } from '../shared/index.a.js';
import '../shared/setup.a.js';
import { log } from '../shared/log.a.js';
import { ping } from './cycle.a.js';
import label from '../lib/index.js';
import data from '../data.json' with { type: 'json' };

const settings: Options = { depth: await Promise.resolve(2) };

export const all = async (n: number, label2: Label = label): Promise<unknown[]> =>
{
    const lazy = await import('../b/forms.remote.js?a');
    const shape: Shape = { kind: 'square' };

    return [
        await first(n), await run(shape, [n, { m: n }]), await forms.expression(settings.depth), await twice(n), await ns.arrow(shape, [1, { m: 1 }]),
        await remoteArrow(shape, [0, { m: 0 }]), await lazy.withDefaults(n), new Point(1, n).sum, version, await ping(2), label2, data.name, log()
    ];
};
