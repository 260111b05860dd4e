import { readManifest } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { manifestPath } from '@jitar/manifest';

import { createAssetRules } from './asset-rules.js';
import type { AssetRules } from './asset-rules.js';
import { findFile } from './stored-file.js';

/** A built application, as it is at the moment. */
export interface Application
{
    readonly manifest: Manifest;
    readonly rules: AssetRules;
}

/**
 * Reads a built application when it is first asked for, and again when it was built anew.
 *
 * @returns A function that rejects with `BUILD_NOT_FOUND` or `INVALID_MANIFEST`.
 */
export function watchApplication(folder: string, assets: readonly string[]): () => Promise<Application>
{
    let known: { readonly state: string; readonly application: Promise<Application> } | undefined;

    async function read(): Promise<Application>
    {
        const manifest = await readManifest(folder);

        return { manifest, rules: createAssetRules(manifest, assets) };
    }

    return async function currentApplication()
    {
        const file = await findFile(folder, manifestPath);
        const state = `${String(file?.size)} ${String(file?.modified)}`;

        if (known?.state !== state)
        {
            const reading = known = { state, application: read() };

            // What went wrong may be over with the next request.
            reading.application.catch(() =>
            {
                known = known === reading ? undefined : known;
            });
        }

        return known.application;
    };
}
