/** Bytes in an instance. */
export class Scan
{
    constructor(readonly title: string, readonly content: ArrayBuffer) { }
}
