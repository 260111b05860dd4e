import { analyzeModule } from '@jitar/analysis';
import type { ModuleModel, ModuleSource } from '@jitar/analysis';
import { hashContent } from '@jitar/manifest';

/** Where models of modules are kept between builds. The key stands for the path, the content and the settings. */
export interface AnalysisCache
{
    get(key: string): ModuleModel | undefined;
    set(key: string, model: ModuleModel): void;
}

/** Keeps models in memory. */
export function createAnalysisCache(): AnalysisCache
{
    const models = new Map<string, ModuleModel>();

    return {
        get: key => models.get(key),
        set: (key, model) => { models.set(key, model); }
    };
}

/** Analyses a module, unless the cache knows it. */
export function analyzeOnce(source: ModuleSource, cache: AnalysisCache): ModuleModel
{
    const { code, ...settings } = source;
    const key = hashContent(`${JSON.stringify(settings)}\n${code}`);
    const known = cache.get(key);

    if (known !== undefined)
    {
        return known;
    }

    const model = analyzeModule(source);

    cache.set(key, model);

    return model;
}
