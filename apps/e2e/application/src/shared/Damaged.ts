/** An error that brings bytes along. */
export class Damaged extends Error
{
    constructor(readonly content: Uint8Array)
    {
        super('damaged');
    }
}
