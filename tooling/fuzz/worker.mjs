import { parentPort, workerData } from 'node:worker_threads';

import { fuzz } from './fuzz.mjs';
import { loadCodec } from './instrument.mjs';
import { Finding } from './target.mjs';

const { seconds, seed, defect, current } = workerData;
const length = new Int32Array(current, 0, 2);
const space = new Uint8Array(current, 8);
const encoder = new TextEncoder();

try
{
    const loaded = await loadCodec(defect === undefined ? undefined : code => code.replaceAll(defect.from, defect.to));

    const watch = {
        // Who watches can tell what ran if it never ends.
        text(text)
        {
            length[0] = encoder.encodeInto(text, space).written;
            length[1]++;
        },
        figures: figures => parentPort.postMessage({ figures: { ...figures } })
    };

    parentPort.postMessage({ figures: await fuzz(loaded, { seconds, seed, gc: globalThis.gc, watch }), done: true });
}
catch (error)
{
    parentPort.postMessage({ finding: { message: error.stack, text: error instanceof Finding ? error.text : undefined, cause: error.cause?.stack } });
}
