import { BadRequest, Conflict, NotFound } from 'jitar';

/** A month that the calendar does not have. */
export class InvalidMonth extends BadRequest { }

/** An order that cannot be understood. */
export class InvalidOrder extends BadRequest { }

/** A month in which nothing was sold. */
export class NoSales extends NotFound
{
    readonly month: string;

    /** @param month - As `1996-07`. */
    constructor(month: string)
    {
        super(`Nothing was sold in ${month}.`);

        this.month = month;
    }
}

/** More was ordered of a product than is left of it. */
export class OutOfStock extends Conflict
{
    readonly product: string;
    readonly requested: number;
    readonly available: number;

    constructor(product: string, requested: number, available: number)
    {
        super(`Of "${product}", ${requested} were ordered, and ${available} are left.`);

        this.product = product;
        this.requested = requested;
        this.available = available;
    }
}
