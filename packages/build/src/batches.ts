/** Works on items, so many at once, and puts what each gives into one list, in their order. */
export async function inBatches<Item, Result>(items: readonly Item[], size: number, work: (item: Item) => Promise<readonly Result[]>): Promise<Result[]>
{
    const results: Result[] = [];

    for (let start = 0; start < items.length; start += size)
    {
        const batch = await Promise.all(items.slice(start, start + size).map(work));

        results.push(...batch.flat());
    }

    return results;
}
