export async function twice(n: number): Promise<number> { return n * 2; }
