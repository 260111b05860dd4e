import { createError } from '@jitar/errors';
import { segmentBundlePath } from '@jitar/manifest';
import type { SegmentBundle } from '@jitar/protocol';

/**
 * Imports the bundle of a segment.
 *
 * @param root - The URL of the built application, with a slash at its end.
 * @throws `INVALID_MODULE` with what went wrong as its cause.
 */
export async function importSegment(root: string, name: string): Promise<SegmentBundle>
{
    const file = segmentBundlePath(name);
    const bundle = await importDefault(root, file) as SegmentBundle | undefined;

    if (bundle?.format !== 1)
    {
        throw createError('INVALID_MODULE', { file, reason: 'is no segment of this version of Jitar' });
    }

    return bundle;
}

async function importDefault(root: string, file: string): Promise<unknown>
{
    try
    {
        const url = new URL(encodeURI(file).replaceAll('#', '%23').replaceAll('?', '%3F'), root).href;

        return (await import(url) as { readonly default?: unknown }).default;
    }
    catch (cause)
    {
        throw createError('INVALID_MODULE', { file, reason: `cannot be loaded (${cause instanceof Error ? cause.message : String(cause)})` }, { cause });
    }
}
