export class OutOfStock extends Error
{
    constructor(readonly id: number) { super(`Order ${id} is out of stock`); }
}
