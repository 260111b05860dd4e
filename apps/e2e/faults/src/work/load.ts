/** How many times as long everything takes in this process. */
const slowness = Number(process.env['SLOWNESS'] ?? '1');

/** Takes a time in which the processor is free. */
export async function rest(milliseconds: string): Promise<number>
{
    await new Promise(resolve => setTimeout(resolve, Number(milliseconds) * slowness));

    return process.pid;
}

/** Keeps the processor busy: the same work each time, however long it takes. */
export async function compute(thousands: string): Promise<number>
{
    let state = 1;

    for (let round = 0; round < Number(thousands) * 1_000; round++)
    {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    }

    return state;
}
