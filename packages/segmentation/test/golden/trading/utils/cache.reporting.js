const cache = new Map<string, number>();

export function count(key: string): number
{
    cache.set(key, (cache.get(key) ?? 0) + 1);

    return cache.get(key) ?? 0;
}
